// An application made without a browser, through the same forms, for scenarios that begin after it.
import { expect, request as requests, type APIRequestContext, type BrowserContext } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { server } from './environment';
import { person, type Person, type Region } from './people';
import { compliant } from './pictures';
import { readCode } from './sms';
import { address } from './test';

export type Session = Awaited<ReturnType<APIRequestContext['storageState']>>;

export interface Applicant {
  person: Person;
  /** Carries the session. */
  http: APIRequestContext;
  province: string;
}

/** Requests from an address of their own, with the session if there is one. */
export function requestsOf(storageState?: Session): Promise<APIRequestContext> {
  const extraHTTPHeaders = { 'X-Forwarded-For': address(), accept: 'text/html' };
  return requests.newContext({ baseURL: server.baseURL, storageState, extraHTTPHeaders });
}

/** Registered in a county, with nothing else done. */
export async function registered(region: Region, who: Person = person(), province = 'short'): Promise<Applicant> {
  const http = await requestsOf();
  const form = {
    province,
    page: 'register',
    phone: who.phone,
    code: '',
    document_type: 'resident_id_card',
    document_number: who.idNumber,
    region: region.code,
    consent: 'on',
  };
  await post(http, '/api/request-code', form);
  const code = await readCode(http, who.phone);
  const page = await post(http, '/api/register', { ...form, code });
  expect(page.url(), 'where registration leads').toContain(`/${province}/photo`);
  return { person: who, http, province };
}

/** With a photograph that passes. */
export async function withPhoto(applicant: Applicant) {
  const buffer = readFileSync(compliant());
  const file = { name: 'photo.jpg', mimeType: 'image/jpeg', buffer };
  const answer = await applicant.http.post(`/${applicant.province}/photo`, {
    multipart: { photo: file },
    headers: { accept: 'application/json' },
  });
  expect(answer.status(), await answer.text()).toBe(200);
}

/** Registered, with a photograph, handed in; gives the receipt's number. */
export async function applied(
  region: Region,
  who?: Person,
  province = 'short',
): Promise<Applicant & { receipt: string }> {
  const applicant = await registered(region, who, province);
  await withPhoto(applicant);
  return { ...applicant, receipt: await handIn(applicant) };
}

/** Hands in what is there, for the first time or again. */
export async function handIn({ http, province }: Applicant): Promise<string> {
  const check = await (await http.get(`/${province}/check`)).text();
  const key = /name="key" value="([^"]+)"/.exec(check)?.[1] ?? '';
  const status = await post(http, '/api/submit', { province, key, consent: 'on' });
  const receipt = /\b[0-9A-Z]{6}-[0-9A-Z]{5}-[0-9A-Z]{5}\b/.exec(await status.text())?.[0];
  expect(receipt, 'a receipt on the status page').toBeDefined();
  return receipt!;
}

/** Lets a browser go on with the applicant's session. */
export async function lend(applicant: Applicant, context: BrowserContext) {
  const { cookies } = await applicant.http.storageState();
  await context.addCookies(cookies);
}

async function post(http: APIRequestContext, path: string, form: Record<string, string>) {
  const referer = `${server.baseURL}/short/register`;
  const answer = await http.post(path, { form, headers: { referer } });
  expect(answer.ok(), `${path} answers ${answer.status()}: ${answer.url()}`).toBe(true);
  expect(answer.url(), `${path} was refused`).not.toContain('__err');
  return answer;
}
