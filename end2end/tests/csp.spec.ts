// The content security policy holds on every page, nothing needs to get round it, and the photo worker runs under it.
import { choosePicture } from '../support/journey';
import { CANDIDATE, enterCandidate, enterConsole, MEMBERS, OPEN } from '../support/pages';
import { compliant } from '../support/pictures';
import { expect, test } from '../support/test';
import type { Page } from '@playwright/test';

test(
  'no page violates the policy, and none is without it',
  { tag: '@desktop' },
  async ({ page, context, complaints }) => {
    test.setTimeout(240_000);
    complaints.expected.push(/status of 4(0[1349]|10)/);
    const violations = await listen(page);
    const visit = async (path: string) => {
      // that page follows live news, so it is never idle
      const waitUntil = path.endsWith('/handoff') ? 'load' : 'networkidle';
      const answer = await page.goto(path, { waitUntil });
      const policy = answer!.headers()['content-security-policy'] ?? '';
      expect(policy, path).toMatch(/default-src 'none'; script-src 'self' 'nonce-[^']{16,}' 'wasm-unsafe-eval'/);
      expect(policy, path).not.toMatch(/unsafe-inline|'unsafe-eval'|\*|https?:/);
    };
    for (const { path } of OPEN) await visit(path);
    await enterCandidate(context);
    for (const { path } of CANDIDATE) await visit(path);
    for (const { enter, pages } of Object.values(MEMBERS)) {
      await context.clearCookies();
      await enter(context);
      for (const { path } of pages) await visit(path);
    }
    await context.clearCookies();
    for (const { path } of await enterConsole(context)) await visit(path);
    expect(violations).toEqual([]);
  },
);

test(
  'nonces are not repeated, and a script without one does not run',
  { tag: '@desktop' },
  async ({ page, complaints }) => {
    complaints.expected.push(/Content Security Policy/);
    const nonce = async () =>
      /'nonce-([^']+)'/.exec((await page.goto('/short/register'))!.headers()['content-security-policy'])![1];
    expect(await nonce()).not.toBe(await nonce());
    const ran = await page.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.ran = true';
      document.head.append(script);
      return 'ran' in window;
    });
    expect(ran).toBe(false);
  },
);

test('the photo worker judges a picture under the policy', async ({ page, context }) => {
  await enterCandidate(context);
  const violations = await listen(page);
  await page.goto('/short/photo');
  const started = page.waitForEvent('worker');
  await choosePicture(page, compliant());
  await started;
  await expect(page.getByRole('heading', { name: '全部合格' })).toBeVisible({ timeout: 45_000 });
  // A level line has no height, which Playwright takes for hidden: the label beside it is what can be seen.
  await expect(page.locator('#crop-frame .measures__lines line').first()).toBeAttached();
  await expect(page.locator('#crop-frame')).toContainText('头顶');
  expect(violations).toEqual([]);
});

/** Violations as the browser reports them, on every page from now on. */
async function listen(page: Page): Promise<string[]> {
  const violations: string[] = [];
  await page.exposeFunction('reportViolation', (text: string) => violations.push(text));
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      const { violatedDirective, blockedURI, documentURI } = event;
      (window as unknown as { reportViolation(text: string): void }).reportViolation(
        `${violatedDirective} ${blockedURI} on ${documentURI}`,
      );
    });
  });
  return violations;
}
