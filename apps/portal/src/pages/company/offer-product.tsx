import { trading, type InputOf } from '@yiwang/server/contracts';
import { fieldOf, queryOf, type PageContext } from '../../page.ts';
import { sendOnce } from '../../send-once.ts';
import { Button, Input, LinkButton, PostForm } from '../../view/form.tsx';
import { Notice } from '../../view/pieces.tsx';
import { companyPage, lineOf } from './company-page.tsx';
import { marketText } from './market-text.ts';
import { productsText } from './products-text.ts';

const modes = ['fixed', 'per-call', 'agreed'] as const;
const scenesMax = 10;

/** 申请上架: a product of an asset whose right to operate is registered; a file, or a service that the company provides behind the gateway. */
export const offerProduct = companyPage({
  path: '/my/products/offer',
  words: productsText,
  title: (t) => t.offerTitle,
  back: (t) => ({ href: '/my/products', words: t.title }),
  async show(context, t) {
    const m = marketText[context.request.locale];
    const [{ assets }, { services }] = await Promise.all([context.call(trading.myAssets, {}), context.call(trading.myServices, {})]);
    const open = assets.filter((a) => a.state === 'registered' && a.rights.includes('operate'));
    const chosen = fieldOf(context, 'asset') || queryOf(context, 'asset');
    const typed = (id: string): string => fieldOf(context, id);
    const delivery = typed('delivery') || 'file';
    const mode = typed('priceMode') || 'fixed';
    if (open.length === 0) return { body: <><h1>{t.offerTitle}</h1><Notice><p>{t.noOperate}</p></Notice><p><LinkButton href="/items/data-asset-registration">{t.register}</LinkButton></p></> };
    return {
      body: (
        <>
          <h1>{t.offerTitle}</h1>
          <p class="yw-lead">{t.offerLead}</p>
          <p class="yw-soft">{t.checksNote}</p>
          <PostForm files keep>
            <div class="yw-field"><label class="yw-label" for="asset">{t.asset}</label><select class="yw-input" id="asset" name="asset">{open.map((a) => <option key={a.id} value={a.id} selected={a.id === chosen}>{a.title}</option>)}</select></div>
            <Input id="title" label={t.name} hint={t.nameHint} value={typed('title')} />
            <Input id="summary" label={t.summary} hint={t.summaryHint} rows={3} value={typed('summary')} />
            <fieldset class="yw-field">
              <legend class="yw-label">{m.how}</legend>
              <div class="yw-choice"><input type="radio" id="delivery-file" name="delivery" value="file" checked={delivery === 'file'} /><label for="delivery-file">{m.delivery.file}</label></div>
              <label class="yw-label" for="file">{t.file}</label>
              <input class="yw-input" type="file" id="file" name="file" />
              <div class="yw-choice"><input type="radio" id="delivery-service" name="delivery" value="service" checked={delivery === 'service'} disabled={services.length === 0} /><label for="delivery-service">{m.delivery.service}</label></div>
              {services.length === 0 ? <p class="yw-hint">{t.noServices}</p> : <><label class="yw-label" for="service">{t.service}</label><select class="yw-input" id="service" name="service">{services.map((s) => <option key={s.id} value={s.id} selected={s.id === typed('service')}>{s.title}</option>)}</select></>}
            </fieldset>
            <fieldset class="yw-field">
              <legend class="yw-label">{t.priceMode}</legend>
              {modes.map((one) => <div class="yw-choice" key={one}><input type="radio" id={`mode-${one}`} name="priceMode" value={one} checked={mode === one} /><label for={`mode-${one}`}>{t.mode[one]}<br /><span class="yw-soft yw-small">{t.modeNote[one]}</span></label></div>)}
            </fieldset>
            <Input id="price" label={t.price} hint={t.priceHint} mode="numeric" width="yw-input--10" value={typed('price')} />
            <Input id="scenes" label={m.scenes} hint={t.scenesHint} rows={3} value={typed('scenes')} />
            <Input id="limits" label={m.limits} hint={t.limitsHint} rows={2} value={typed('limits')} />
            <Button name="act" value="offer">{t.send}</Button>
          </PostForm>
        </>
      ),
    };
  },
  async act(context) {
    const input = offerOf(context);
    await context.call(trading.offerProduct, input, sendOnce(context, input));
    return { redirect: '/my/products?done=offered' };
  },
});

function offerOf(context: PageContext): InputOf<typeof trading.offerProduct> {
  const mode = modes.find((one) => one === fieldOf(context, 'priceMode')) ?? 'fixed';
  const price = Number(fieldOf(context, 'price').trim() || 0);
  const [file] = context.request.body?.files['file'] ?? [];
  const delivered = fieldOf(context, 'delivery') === 'service' ? { service: fieldOf(context, 'service') } : file === undefined ? {} : { fileId: file.id };
  const scenes = fieldOf(context, 'scenes').split(/[\n；;、]/).map((one) => one.trim()).filter((one) => one !== '').slice(0, scenesMax);
  return { assetId: fieldOf(context, 'asset'), title: lineOf(context, 'title'), summary: lineOf(context, 'summary'), ...delivered, priceMode: mode, price, scenes, limits: lineOf(context, 'limits') };
}
