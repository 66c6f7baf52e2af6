// People who registered before the first scenario began. One message a minute goes to a phone or an address: a scenario that asks
// for another code waits that minute out if its person is new. Made for whole runs (`cargo xtask test`); a scenario that is run
// alone makes its own person, and waits.
import { chromium as browsers, request as requests, test, type APIRequestContext, type Page } from '@playwright/test';
import { registered, requestsOf, type Applicant, type Session } from './applicant';
import { chromium, server } from './environment';
import { candidate, joined, type Candidate } from './joining';
import { county, type Person, type Region } from './people';
import { address } from './test';

interface Early {
  /** Joined by account, by what for and project. */
  candidates: Record<string, Candidate>;
  /** Registered in `short`, by project. */
  applicants: Record<string, { person: Person; region: Region; session: Session }>;
}

const PROJECTS = ['desktop', 'phone', 'nojs'];

/** Before everything else, once the server answers. */
export default async function makeEarly() {
  if (!process.env.RUJI_E2E_WHOLE) return;
  const early: Early = { candidates: {}, applicants: {} };
  const browser = await browsers.launch({ executablePath: chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-quic'] });
  const request = await requests.newContext({ baseURL: server.baseURL });
  for (const project of PROJECTS) {
    const region = county();
    const { person, http } = await registered(region);
    early.applicants[project] = { person, region, session: await http.storageState() };
    for (const what of ['recovers', 'changes']) {
      const extraHTTPHeaders = { 'X-Forwarded-For': address() };
      const context = await browser.newContext({ baseURL: server.baseURL, locale: 'zh-CN', javaScriptEnabled: false, extraHTTPHeaders });
      const who = candidate();
      await joined(await context.newPage(), request, who);
      early.candidates[`${what} ${project}`] = who;
      await context.close();
    }
  }
  await browser.close();
  process.env.RUJI_E2E_EARLY = JSON.stringify(early);
}

/** Somebody with an account in `joining`, signed in nowhere. */
export async function earlyCandidate(what: 'recovers' | 'changes', page: Page, request: APIRequestContext): Promise<Candidate> {
  const found = kept()?.candidates[`${what} ${test.info().project.name}`];
  if (found) return found;
  const who = candidate();
  await joined(page, request, who);
  await page.context().clearCookies();
  return who;
}

/** Somebody registered in `short`, with nothing else done. */
export async function earlyApplicant(): Promise<Applicant & { region: Region }> {
  const found = kept()?.applicants[test.info().project.name];
  if (found) return { ...found, http: await requestsOf(found.session), province: 'short' };
  const region = county();
  return { ...(await registered(region)), region };
}

// Each is for one scenario, once: what is repeated makes its own.
function kept(): Early | undefined {
  const { retry, repeatEachIndex } = test.info();
  return retry + repeatEachIndex === 0 ? JSON.parse(process.env.RUJI_E2E_EARLY ?? 'null') ?? undefined : undefined;
}
