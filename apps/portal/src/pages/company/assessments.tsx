import { assessment, type OutputOf } from '@yiwang/server/contracts';
import { day, moment } from '../../format.ts';
import { fieldOf, param, queryOf } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { Facts, Notice, Tag } from '../../view/pieces.tsx';
import { AnswerForm, Answers } from './assessment-answers.tsx';
import { Findings } from './assessment-findings.tsx';
import { assessmentText } from './assessment-text.ts';
import { companyPage, Course, More } from './company-page.tsx';

export type Assessment = OutputOf<typeof assessment.getAssessment>;
type Answer = NonNullable<Assessment['domains'][number]['items'][number]['answer']>;
const tones = { answering: 'soon', judging: '', mending: 'bad', certifying: '', certified: 'good', failed: 'bad', annulled: 'bad' } as const;

/** 本企业的评估: what the company is asked, and where each stands. */
export const assessments = companyPage({
  path: '/my/assessments',
  words: assessmentText,
  title: (t) => t.title,
  async show(context, t) {
    const { locale } = context.request;
    const cursor = queryOf(context, 'cursor');
    const { assessments: all, next } = await context.call(assessment.listAssessments, cursor === '' ? {} : { cursor });
    const mine = all.filter((a) => a.mine);
    return {
      body: (
        <>
          <h1>{t.title}</h1>
          <p class="yw-lead">{t.lead}</p>
          {mine.length === 0 ? <p class="yw-soft">{t.none}</p> : (
            <ul class="yw-list">
              {mine.map((a) => (
                <li key={a.id}>
                  <h2 class="item-name"><a href={`/my/assessments/${a.id}`}>{a.object}</a> <Tag tone={tones[a.state]}>{t.state[a.state]}</Tag></h2>
                  <p>{a.questionnaireTitle}</p>
                  <p class="facts-line"><span>{a.assessorName}</span><span>{a.number}</span>{a.state === 'answering' ? <span>{t.due(day(a.dueOn, locale))}</span> : null}{a.level === null ? null : <span>{t.levelOf(a.level)}</span>}</p>
                </li>
              ))}
            </ul>
          )}
          <More href={next === null ? null : `/my/assessments?cursor=${next}`} />
        </>
      ),
    };
  },
});

/** 一次评估: answered item by item, saved as often as wanted, handed in once; findings mended with evidence. */
export const assessmentPage = companyPage({
  path: '/my/assessments/:assessmentId',
  words: assessmentText,
  title: (t) => t.title,
  back: (t) => ({ href: '/my/assessments', words: t.title }),
  done: (t) => t.done,
  async show(context, t) {
    const { locale } = context.request;
    const a = await context.call(assessment.getAssessment, { assessmentId: param(context, 'assessmentId') });
    return {
      title: a.object,
      body: (
        <>
          <h1>{a.object}</h1>
          <p><Tag tone={tones[a.state]}>{t.state[a.state]}</Tag> {a.state === 'answering' ? t.due(day(a.dueOn, locale)) : null}</p>
          {a.annulled === null ? null : <Notice tone="bad" icon="warning"><p><b>{t.annulledBy(a.annulled.by, moment(a.annulled.at, locale))}</b></p><p>{t.annulledWhy(a.annulled.reason)}</p>{a.annulled.basis === null ? null : <p>{t.annulledBasis(a.annulled.basis)}</p>}</Notice>}
          {a.state === 'judging' || a.state === 'certifying' ? <Notice><p>{t.now[a.state]}</p></Notice> : null}
          <Facts facts={[
            { label: t.questionnaire, value: a.questionnaireTitle }, { label: t.assessor, value: a.assessorName }, { label: t.number, value: a.number }, { label: t.basis, value: a.basis },
            ...(a.score === null ? [] : [{ label: t.score, value: String(a.score) }]), ...(a.level === null ? [] : [{ label: t.level, value: a.level < a.certifyFrom ? t.below(a.level, a.certifyFrom) : t.levelOf(a.level) }]), ...(a.certificate === null ? [] : [{ label: t.certificate, value: <a href={`/my/licences/${a.certificate}`}>{t.seeCertificate}</a> }]),
          ]} />
          <Findings of={a} />
          {a.state === 'answering' ? <AnswerForm of={a} typed={(id) => fieldOf(context, id)} /> : <Answers of={a} />}
          <Course title={t.course} actions={a.actions.map((x) => ({ ...x, note: ['passed', 'failed', 'annulled', 'refused'].includes(x.kind) ? x.note : null }))} words={(kind) => t.action[kind] ?? kind} />
        </>
      ),
    };
  },
  async act(context, act) {
    const assessmentId = param(context, 'assessmentId');
    const base = { assessmentId, version: Number(fieldOf(context, 'version')) };
    const uploaded = (name: string): string[] => (context.request.body?.files[name] ?? []).map((file) => file.id);
    if (act === 'mend') {
      const input = { ...base, findingId: fieldOf(context, 'finding'), words: fieldOf(context, 'words').trim(), evidence: uploaded('evidence') };
      await context.call(assessment.mendFinding, input, sendOnce(context, input));
      return { redirect: `/my/assessments/${assessmentId}?done=mended` };
    }
    const known = await context.call(assessment.getAssessment, { assessmentId });
    const items = known.domains.flatMap((d) => d.items).flatMap((item, at) => {
      const answer = fieldOf(context, `answer-${at}`);
      const explained = fieldOf(context, `words-${at}`).trim();
      return answer === '' ? [] : [{ item: item.id, answer: answer as Answer, ...(explained === '' ? {} : { words: explained }), evidence: [...item.evidence, ...uploaded(`evidence-${at}`)].slice(0, 20) }];
    });
    const input = { ...base, items, submit: act === 'submit' };
    await context.call(assessment.answerAssessment, input, sendOnce(context, input));
    return { redirect: `/my/assessments/${assessmentId}?done=${act === 'submit' ? 'submitted' : 'saved'}` };
  },
});
