import type { OutputOf } from '@yiwang/server/kernel/contract';
import { toString as drawCode } from 'qrcode';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { identity } from '../../api/contracts.ts';
import { useWrite } from '../../api/use-write.ts';
import { RefusalNote } from '../../pieces/answered.tsx';
import { Button } from '../../pieces/button.tsx';
import { TextInput } from '../../pieces/field.tsx';
import { Panel, Tag } from '../../pieces/panel.tsx';
import { common } from '../../words/common.ts';
import { useWords } from '../../words/define-words.ts';
import { myAccountWords } from './my-account-words.ts';

/** 动态口令: a key for her authenticator, which counts once a token of it was seen. */
export function AuthenticatorPanel({ bound }: { bound: boolean }) {
  const t = useWords(myAccountWords);
  const c = useWords(common);
  const confirm = useWrite(identity.confirmSecondFactor);
  const [offer, setOffer] = useState<(OutputOf<typeof identity.offerSecondFactor> & { picture: string }) | null>(null);
  const [token, setToken] = useState('');
  const begin = async (): Promise<void> => {
    const made = await call(identity.offerSecondFactor, {});
    setOffer({ ...made, picture: await drawCode(made.uri, { type: 'svg', margin: 2 }) });
  };
  const send = async (): Promise<void> => {
    const done = offer === null ? undefined : await confirm.send({ ticket: offer.ticket, token });
    if (done !== undefined) setOffer(null);
    setToken('');
  };
  return (
    <Panel title={t('factor')} extra={<Tag tone={bound ? 'good' : 'quiet'}>{bound ? t('factorOn') : t('factorOff')}</Tag>}>
      <p>{t('factorLead')}</p>
      {offer === null ? (
        <Button icon="shield" onClick={() => void begin()}>
          {bound ? t('factorAgain') : t('factorSet')}
        </Button>
      ) : (
        <>
          <RefusalNote refusal={confirm.refusal} />
          <p>{t('factorScan')}</p>
          <img width={200} height={200} alt={t('factorScan')} src={`data:image/svg+xml;base64,${btoa(offer.picture)}`} />
          <p className="dk-code">{offer.secret.replace(/(.{4})/g, '$1 ').trim()}</p>
          <TextInput label={t('factorCode')} value={token} onChange={setToken} max={6} required />
          <Button tone="primary" busy={confirm.pending} disabled={!/^\d{6}$/.test(token)} onClick={() => void send()}>
            {c('confirm')}
          </Button>
        </>
      )}
    </Panel>
  );
}
