import { Link, useLocation, useParams } from 'react-router';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { services } from '../../api/contracts.ts';
import { useRead } from '../../api/use-read.ts';
import { usePost, useSession } from '../../app/session.tsx';
import { Answered } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Icon } from '../../pieces/icon.tsx';
import { Facts, PageHead } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { between } from '../../words/start-words.ts';
import { exactWords } from '../../words/when.ts';
import { windowWords } from './window-words.ts';

/** 收件回执: printed on the spot, verifiable against the ledger. */
export default function WindowReceipt() {
  const t = useWords(windowWords);
  const { caseId = '' } = useParams();
  const state = useLocation().state as { done?: OutputOf<typeof services.submitDraft> } | null;
  const found = useRead(services.getDeskCase, { caseId });
  const me = useSession();
  const post = usePost();
  return (
    <div className="dk-narrow">
      <PageHead title={t('receipt')}>
        <Link className="dk-button" to={`/cases/${caseId}`}>
          {t('openCase')}
        </Link>
        <Button icon="print" onClick={() => window.print()}>
          {t('printReceipt')}
        </Button>
        <Link className="dk-button dk-button--primary" to="/window">
          {t('next')}
        </Link>
      </PageHead>
      <Answered of={found}>
        {(one) => (
          <article className="dk-receipt">
            <header>
              <Icon name="check" size={28} />
              <h2>{t('receipt')}</h2>
              <p>{post?.organisationName}</p>
            </header>
            <Facts
              columns={1}
              facts={[
                [t('number'), <b className="dk-code dk-big">{one.number}</b>],
                [t('item'), one.name],
                [t('for'), one.applicant],
                [t('submitted'), exactWords(one.submittedAt)],
                [t('materials'), one.materials.filter((material) => material.state !== 'missing').map((material) => material.name).join(between().things)],
                ...(state?.done === undefined ? [] : [[t('evidence'), <span className="dk-code">{state.done.entryId}</span>] as const]),
              ]}
            />
            {one.children.length > 0 && (
              <>
                <h3 className="dk-subhead">{t('children')}</h3>
                <ul className="dk-plan">
                  {one.children.map((child) => (
                    <li key={child.id}>
                      <b>{child.name}</b>
                      <small>
                        {child.department} · <span className="dk-code">{child.number}</span>
                      </small>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <p className="dk-soft">{t('receiptText')}</p>
            <footer>
              <span>
                {t('applicantSign')}{between().named}<i />
              </span>
              <span>
                {t('clerkSign')}{between().named}{me.name}
              </span>
            </footer>
          </article>
        )}
      </Answered>
    </div>
  );
}
