// What a candidate does in WebKit, which every browser on an iPhone is: the engine that runs in the browser, uploads in pieces and
// the pad for signing. The other scenarios drive Chromium.
import { newcomer, card } from '../support/evidence';
import { county, person } from '../support/people';
import { compliant } from '../support/pictures';
import { readCode } from '../support/sms';
import { expect, test as base } from '../support/test';
import { Webkit } from '../support/webkit';
import { writeFileSync } from 'node:fs';

const test = base.extend<{ webkit: Webkit }>({
  webkit: async ({}, use, info) => {
    const webkit = await Webkit.start();
    try {
      await use(webkit);
    } finally {
      if (info.status !== info.expectedStatus) await webkit.shoot(info, 'last').catch(() => {});
      await webkit.end();
    }
  },
});

test.describe.configure({ timeout: 180_000 });

test('registers, has a photograph measured and hands in', { tag: '@webkit' }, async ({ webkit, request }, info) => {
  const who = person();
  await webkit.go('/short/register');
  await webkit.type('input[name=phone]', who.phone);
  await webkit.press('获取验证码');
  await webkit.read('验证码已发送至');
  await webkit.type('input[name=code]', await readCode(request, who.phone));
  await webkit.select('document_type', 'resident_id_card');
  await webkit.type('input[name=document_number]', who.idNumber);
  await webkit.select('region', county().code);
  await webkit.click('input[name=consent]');
  await webkit.press('注册');
  await webkit.read('选择照片');

  await webkit.type('#photo-album', compliant());
  await webkit.read(/实测 \d+ 像素，要求 50–110 像素 · 合格/);
  const fetched = await webkit.fetched();
  expect([...fetched.keys()].filter((path) => path.endsWith('_bg.wasm')), 'the islands').toHaveLength(1);
  expect([...fetched].filter(([, times]) => times > 1), 'fetched more than once').toEqual([]);
  await webkit.shoot(info, 'photo');
  await webkit.press('使用这张照片');
  await webkit.read('核对信息');
  await webkit.click('input[name=consent]');
  await webkit.press('提交');
  await webkit.read('已提交，等待区考办审核');
});

test('looks at a card before it is sent, and sends it in pieces', { tag: '@webkit' }, async ({ webkit, browser }, info) => {
  await webkit.go('/evident/');
  await newcomer(webkit, undefined, county().code, 'evident');
  await webkit.go('/evident/card');
  await webkit.click('input[name=consent]');
  await webkit.press('同意并继续');
  const side = await card(browser, ['姓名 测试', '公民身份号码'], 'portrait.jpg');
  if (typeof side === 'string') throw new Error('a drawn card has bytes');
  const file = info.outputPath('portrait.jpg');
  writeFileSync(file, side.buffer);
  await webkit.read('头像面');
  await webkit.type('#side-portrait .way-choice:last-of-type input, #side-portrait .way-choice input', file);
  await webkit.read('已上传');
  await webkit.shoot(info, 'card');
});

test('signs on the pad', { tag: '@webkit' }, async ({ webkit }, info) => {
  await webkit.go('/signed/');
  await newcomer(webkit, undefined, county().code, 'signed');
  await webkit.go('/signed/go-on');
  await webkit.read('在线身份验证签名');
  await webkit.draw('canvas', [...Array(13).keys()].map((n) => [0.1 + (0.8 * n) / 12, n % 2 ? 0.75 : 0.25]));
  await webkit.read('已记录，可以保存。');
  await webkit.shoot(info, 'signature');
  await webkit.click('input[name=consent]');
  await webkit.press('保存');
  await webkit.read('准考证号');
});
