import { applyText } from './pages/apply-text.ts';
import { caseText } from './pages/case-text.ts';
import { guideText } from './pages/guide-text.ts';
import { helpText } from './pages/help-text.ts';
import { homeText } from './pages/home-text.ts';
import { licenceText } from './pages/licence-text.ts';
import { myText } from './pages/my-text.ts';
import { frameText } from './view/frame-text.ts';

/** The portal's own words, 简体中文, told beside their pages; `en` has the same shape: a text that is missing there does not compile. */
const zh = { ...frameText.zh, ...homeText.zh, ...guideText.zh, ...applyText.zh, ...caseText.zh, ...licenceText.zh, ...myText.zh, ...helpText.zh };
export type PortalText = typeof zh;
const en: PortalText = { ...frameText.en, ...homeText.en, ...guideText.en, ...applyText.en, ...caseText.en, ...licenceText.en, ...myText.en, ...helpText.en };

export const portalText = { zh, en };
