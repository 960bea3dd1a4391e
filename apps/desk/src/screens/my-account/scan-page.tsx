import { deviceName } from '@yiwang/ui/words/device-name.ts';
import { useEffect, useState } from 'react';
import { useParams } from 'react-router';
import { identity } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import type { OutputOf } from '@yiwang/server/kernel/contract';
import { RefusalNote, Waiting } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { Facts, PageHead, Panel } from '../../pieces/panel.tsx';
import { useWords } from '../../words/define-words.ts';
import { currentLanguage } from '../../words/start-words.ts';
import { exactWords } from '../../words/when.ts';
import { myAccountWords } from './my-account-words.ts';

/** 扫码登录, the telephone's side: what would be signed in, where; yes or no. */
export default function ScanPage() {
  const t = useWords(myAccountWords);
  const { token = '' } = useParams();
  const see = useWrite(identity.seeScan);
  const answer = useWrite(identity.answerScan);
  const [asked, setAsked] = useState<OutputOf<typeof identity.seeScan> | null>(null);
  const [done, setDone] = useState<'scanDone' | 'scanDenied' | null>(null);
  const { send } = see;
  useEffect(() => {
    void send({ token }).then((view) => setAsked(view ?? null));
    // the code is read once; `send` is made anew at each drawing
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [token]);
  const tell = async (accept: boolean): Promise<void> => {
    if ((await answer.send({ token, accept })) !== undefined) setDone(accept ? 'scanDone' : 'scanDenied');
  };
  return (
    <>
      <PageHead title={t('scanTitle')} />
      <Panel>
        <RefusalNote refusal={see.refusal ?? answer.refusal} />
        {done !== null ? (
          <p role="status">{t(done)}</p>
        ) : asked === null ? (
          see.pending && <Waiting />
        ) : (
          <>
            <p>{t('scanLead', { app: asked.app === 'desk' ? t('desk') : t('portal') })}</p>
            <Facts columns={1} facts={[[t('device'), deviceName(asked.device, currentLanguage())], [t('scanAddress'), asked.address], [t('scanAt'), exactWords(asked.shownAt)]]} />
            <p className="dk-note dk-note--soon">{t('scanWarn')}</p>
            <p>
              <Button tone="primary" busy={answer.pending} onClick={() => void tell(true)}>
                {t('scanYes')}
              </Button>{' '}
              <Button busy={answer.pending} onClick={() => void tell(false)}>
                {t('scanNo')}
              </Button>
            </p>
          </>
        )}
      </Panel>
    </>
  );
}
