import { messages } from '@yiwang/server/contracts';
import { definePage, fieldOf, fieldsOf, queryOf } from '../page.ts';
import { sendOnce } from '../send-once.ts';
import { accountText } from './account-text.ts';
import { Button, PostForm } from '../view/form.tsx';
import { Notice } from '../view/pieces.tsx';

const purposes = ['notice', 'reminder'] as const;

/** 消息接收设置: which messages, over what, in which language, together or one by one. */
export const messagePreferences = definePage({
  path: '/my/message-preferences',
  signedIn: true,
  async get(context) {
    const words = accountText[context.request.locale];
    const { preferences, channels, language, digest } = await context.call(messages.getPreferences, {});
    const outside = channels.filter((channel) => channel !== 'in-app');
    const wanted = (purpose: string, channel: string): boolean => preferences.find((one) => one.purpose === purpose && one.channel === channel)?.wanted ?? true;
    return {
      title: words.preferences,
      personal: true,
      back: { href: '/my', words: context.text.frame.mine },
      body: (
        <>
          {queryOf(context, 'saved') === '' ? null : <Notice tone="good" icon="check"><p>{words.saved}</p></Notice>}
          <h1>{words.preferences}</h1>
          <p class="yw-lead">{words.preferencesLead}</p>
          <PostForm>
            {outside.map((channel) => (
              <fieldset class="yw-field" key={channel}>
                <legend class="yw-label">{words.channel[channel] ?? channel}</legend>
                <input type="hidden" name="channels" value={channel} />
                {purposes.map((purpose) => <div class="yw-choice" key={purpose}><input type="checkbox" id={`${purpose}-${channel}`} name="wanted" value={`${purpose} ${channel}`} checked={wanted(purpose, channel)} /><label for={`${purpose}-${channel}`}>{words.purpose[purpose]}</label></div>)}
                {channel === 'phone' ? <div class="yw-choice"><input type="checkbox" id="digest" name="digest" value="1" checked={digest} /><label for="digest">{words.digest}</label></div> : null}
              </fieldset>
            ))}
            <fieldset class="yw-field">
              <legend class="yw-label">{words.language}</legend>
              {(['any', 'zh', 'en'] as const).map((one) => <div class="yw-choice" key={one}><input type="radio" id={`language-${one}`} name="language" value={one} checked={(language ?? 'any') === one} /><label for={`language-${one}`}>{words.languages[one]}</label></div>)}
            </fieldset>
            <Button>{words.save}</Button>
          </PostForm>
        </>
      ),
    };
  },
  async post(context) {
    const wanted = new Set(fieldsOf(context, 'wanted'));
    for (const channel of fieldsOf(context, 'channels').slice(0, 6)) {
      for (const purpose of purposes) {
        const input = { purpose, channel, wanted: wanted.has(`${purpose} ${channel}`) };
        await context.call(messages.setPreference, input, sendOnce(context, input));
      }
    }
    const language = fieldOf(context, 'language');
    const reader = { language: language === 'zh' || language === 'en' ? language : null, digest: fieldOf(context, 'digest') === '1' } as const;
    await context.call(messages.setReader, reader, sendOnce(context, reader));
    return { redirect: '/my/message-preferences?saved=1' };
  },
});
