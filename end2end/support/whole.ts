// Applications with every piece of evidence, made without a browser in the province `evident`, for scenarios of reviewers.
import { expect, request as requests, type APIRequestContext, type Browser } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { server } from './environment';
import { emblem, portrait, said, video } from './evidence';
import { person, type Person, type Region } from './people';
import { compliant } from './pictures';
import { readCode } from './sms';
import { address } from './test';

const PROVINCE = 'evident';

export interface Whole {
  person: Person;
  /** Carries the session. */
  http: APIRequestContext;
  receipt: string;
}

/** Registered, with card, photograph and a video of the face, handed in. */
export async function whole(browser: Browser, region: Region, name = '张三'): Promise<Whole> {
  const who = person();
  const http = await registered(who, region);
  for (const what of ['card', 'face']) await post(http, '/api/give-consent', { province: PROVINCE, what, consent: 'on' });
  await send(http, 'card', { portrait: await portrait(browser), emblem: await emblem(browser) });
  await confirm(http, who, name);
  await photograph(http, compliant());
  await send(http, 'face', { face: video() });
  return { person: who, http, receipt: await handIn(http) };
}

/** Puts another photograph in. */
export async function photograph(http: APIRequestContext, path: string) {
  await send(http, 'photo', { photo: { name: 'photo.jpg', mimeType: 'image/jpeg', buffer: readFileSync(path) } });
}

/** Hands in, and gives the receipt's number. */
export async function handIn(http: APIRequestContext): Promise<string> {
  const check = await (await http.get(`/${PROVINCE}/check`)).text();
  const key = /name="key" value="([^"]+)"/.exec(check)?.[1] ?? '';
  const status = await post(http, '/api/submit', { province: PROVINCE, key, consent: 'on' });
  const receipt = /\b[0-9A-Z]{6}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(await status.text())?.[0];
  expect(receipt, 'a receipt on the status page').toBeDefined();
  return receipt!;
}

async function registered(who: Person, region: Region) {
  const http = await requests.newContext({
    baseURL: server.baseURL,
    extraHTTPHeaders: { 'X-Forwarded-For': address(), accept: 'text/html' },
  });
  const form = {
    province: PROVINCE,
    page: 'register',
    phone: who.phone,
    code: '',
    document_type: 'resident_id_card',
    document_number: who.idNumber,
    region: region.code,
    consent: 'on',
  };
  await post(http, '/api/request-code', form);
  await post(http, '/api/register', { ...form, code: await readCode(http, who.phone) });
  return http;
}

async function confirm(http: APIRequestContext, who: Person, name: string) {
  const page = await (await http.get(`/${PROVINCE}/card/confirm`)).text();
  const hidden = (field: string) => new RegExp(`name="${field}" value="([0-9a-f]+)"`).exec(page)?.[1] ?? '';
  const { sex, born } = said(who.idNumber);
  await post(http, '/api/confirm-card', {
    province: PROVINCE,
    name,
    sex: sex === '男' ? '1' : '2',
    ethnicity: '01',
    birth_date: born,
    address: '湖南省长沙市芙蓉区解放路 1 号',
    valid_from: '20180301',
    valid_to: '长期',
    portrait: hidden('portrait'),
    emblem: hidden('emblem'),
  });
}

type Files = Record<string, { name: string; mimeType: string; buffer: Buffer } | string>;

async function send(http: APIRequestContext, step: string, files: Files) {
  const multipart = files as Record<string, { name: string; mimeType: string; buffer: Buffer }>;
  const answer = await http.post(`/${PROVINCE}/${step}`, { multipart });
  expect(answer.ok(), `${step} answers ${answer.status()}`).toBe(true);
  expect(answer.url(), `${step} was refused`).not.toContain('problem=');
}

async function post(http: APIRequestContext, path: string, form: Record<string, string>) {
  const referer = `${server.baseURL}/${PROVINCE}/register`;
  const answer = await http.post(path, { form, headers: { referer } });
  expect(answer.ok(), `${path} answers ${answer.status()}: ${answer.url()}`).toBe(true);
  expect(answer.url(), `${path} was refused`).not.toContain('__err');
  return answer;
}
