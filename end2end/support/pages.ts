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
  at('home', '/short/'),
  at('register', '/short/register'),
  at('sign-in', '/short/sign-in'),
  at('photo-guide', '/short/photo/guide'),
  at('privacy', '/short/privacy'),
  at('accessibility', '/short/accessibility'),
  at('handoff-open', `/short/h/${'0'.repeat(32)}`),
  at('session-needed', '/short/status', 401),
  at('not-found', '/short/no-such-page', 404),
  at('console-sign-in', '/console/sign-in'),
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
