// Every page of the service, for scenarios that look at all of them.
import { expect, type BrowserContext } from '@playwright/test';
import { applied, lend, registered, withPhoto } from './applicant';
import { server } from './environment';
import { newcomer } from './evidence';
import { counties, county } from './people';
import { hire, signInStaff, takeCase } from './staff';

export interface Visited {
  name: string;
  path: string;
  /** Status of its answer. */
  status: number;
}

const at = (name: string, path: string, status = 200): Visited => ({ name, path, status });
/** Pages of a province under their own names. */
const within = (province: string, pages: string[]): Visited[] =>
  pages.map((page) => at(`${province}-${page.replace('/', '-')}`, `/${province}/${page}`));
const NOBODY = '0'.repeat(32);

/** What anybody may open. */
export const OPEN: Visited[] = [
  at('provinces', '/'),
  at('home', '/short/'),
  at('register', '/short/register'),
  at('sign-in', '/short/sign-in'),
  at('photo-guide', '/short/photo/guide'),
  at('privacy', '/short/privacy'),
  at('accessibility', '/short/accessibility'),
  at('handoff-open', `/short/h/${NOBODY}`),
  at('session-needed', '/short/status', 401),
  at('not-found', '/short/no-such-page', 404),
  at('console-sign-in', '/console/sign-in'),
  at('offline', '/offline'),
  at('verify', '/verify'),
  at('verify-receipt', '/verify/202704-4F7K2-Q9D3M'),
  at('verify-signature', `/hubei/verify-signature/${NOBODY}`),
  ...within('hubei', ['', 'register', 'sign-in', 'password/reset', 'recover/questions', 'recover/office', 'offices', 'confirmation',
    'exam-rules', 'health-report']),
  at('recover-password', '/hubei/recover/password', 410),
  at('existing', '/known/existing'),
  at('existing-records', '/known/existing/records', 403),
  at('existing-confirm', '/known/existing/confirm', 403),
];

/** What a candidate with a photograph sees before handing in. */
export const CANDIDATE: Visited[] = [
  at('photo', '/short/photo'),
  at('check', '/short/check'),
  at('document', '/short/document'),
  at('status-draft', '/short/status'),
  at('handoff-start', '/short/handoff'),
  at('sign-out', '/short/sign-out'),
];

/** Signs a candidate with a photograph in. */
export async function enterCandidate(context: BrowserContext) {
  const applicant = await registered(county());
  await withPhoto(applicant);
  await lend(applicant, context);
}

export interface Member {
  enter: (context: BrowserContext) => Promise<void>;
  pages: Visited[];
}

/** Candidates elsewhere on their way, and what they see there. */
export const MEMBERS: Record<string, Member> = {
  'who begins in Hunan': {
    enter: (context) => begin(context, 'hunan'),
    pages: within('hunan', ['go-on', 'handoff', 'document', 'card', 'face', 'photo', 'evidence-done', 'password', 'account', 'consents', 'notice',
      'details', 'education', 'attachments', 'check', 'hand-in', 'status', 'booking', 'sign-out']),
  },
  'who begins in Hubei': {
    enter: (context) => begin(context, 'hubei'),
    pages: within('hubei', ['confirmation', 'password', 'questions', 'details', 'education', 'attachments', 'card', 'face', 'photo', 'signature',
      'region', 'account', 'account/phone', 'account/email', 'status', 'health-report']),
  },
  'who handed in in Hunan': {
    enter: (context) => demonstrate(context, 'hunan', 0),
    pages: within('hunan', ['status', 'receipt', 'amend', 'details', 'attachments', 'numbers', 'booking', 'booking/slip', 'completion']),
  },
  'who signed in Hubei': {
    enter: (context) => demonstrate(context, 'hubei', 0),
    pages: [
      ...within('hubei', ['status', 'completion', 'receipt', 'signature', 'account', 'consents', 'region', 'questions', 'password', 'numbers',
        'health-report']),
      at('hubei-card-confirm-closed', '/hubei/card/confirm', 409),
    ],
  },
};

/** Registered, and agreed to what the pages of the evidence ask for first. */
async function begin(context: BrowserContext, province: string) {
  await newcomer(context, server.baseURL, counties(province)[0].code, province);
  const headers = { referer: `${server.baseURL}/${province}/card`, origin: server.baseURL, accept: 'text/html' };
  for (const what of ['card', 'face']) {
    const answer = await context.request.post('/api/give-consent', { form: { province, what, consent: 'on' }, headers });
    expect(answer.url(), 'agreed').not.toContain('__err');
  }
}

/** Signs the n-th candidate of the demonstration data in. */
async function demonstrate(context: BrowserContext, province: string, n: number) {
  const answer = await context.request.post('/api/sign-in-with-password', {
    form: { province, identifier: `199${String(n).padStart(8, '0')}`, password: 'ruji-demo-only' },
    headers: { referer: `${server.baseURL}/${province}/sign-in`, origin: server.baseURL, accept: 'text/html' },
  });
  expect(answer.url(), 'signed in').not.toContain('__err');
}

/** Signs a reviewer in who holds one case and has another waiting; gives the pages of the console. */
export async function enterConsole(context: BrowserContext): Promise<Visited[]> {
  const region = county();
  const [first] = [await applied(region), await applied(region)];
  const page = await context.newPage();
  await signInStaff(page, hire('审核员', region));
  await takeCase(page, first.receipt);
  const path = new URL(page.url()).pathname;
  await page.close();
  return [at('console-queue', '/console'), at('console-case', path)];
}
