// Every page of the service, for scenarios that look at all of them.
import type { BrowserContext } from '@playwright/test';
import { applied, lend, registered, withPhoto } from './applicant';
import { county } from './people';
import { hire, signInStaff, takeCase } from './staff';

export interface Visited {
  name: string;
  path: string;
  /** Status of its answer. */
  status: number;
}

const at = (name: string, path: string, status = 200): Visited => ({ name, path, status });

/** What anybody may open. */
export const OPEN: Visited[] = [
  at('provinces', '/'),
  at('home', '/hunan/'),
  at('register', '/hunan/register'),
  at('sign-in', '/hunan/sign-in'),
  at('photo-guide', '/hunan/photo/guide'),
  at('privacy', '/hunan/privacy'),
  at('accessibility', '/hunan/accessibility'),
  at('handoff-open', `/hunan/h/${'0'.repeat(32)}`),
  at('session-needed', '/hunan/status', 401),
  at('not-found', '/hunan/no-such-page', 404),
  at('console-sign-in', '/console/sign-in'),
];

/** What a candidate with a photograph sees before handing in. */
export const CANDIDATE: Visited[] = [
  at('photo', '/hunan/photo'),
  at('check', '/hunan/check'),
  at('document', '/hunan/document'),
  at('status-draft', '/hunan/status'),
  at('handoff-start', '/hunan/handoff'),
  at('sign-out', '/hunan/sign-out'),
];

/** Signs a candidate with a photograph in. */
export async function enterCandidate(context: BrowserContext) {
  const applicant = await registered(county());
  await withPhoto(applicant);
  await lend(applicant, context);
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
