// Accessibility: no serious or critical finding on a page, by axe.
import AxeBuilder from '@axe-core/playwright';
import { expect, test, type Page } from '@playwright/test';

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** axe is a script itself: without JavaScript there is nothing to ask it, and the same page is asked about with it. */
export async function expectAccessible(page: Page, what = page.url()) {
  // a script that comes meanwhile would change what is looked at
  await page.waitForLoadState();
  if (test.info().project.use.javaScriptEnabled === false) return;
  const { violations } = await new AxeBuilder({ page }).withTags(RULES).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const where = (nodes: { target: unknown[] }[]) => nodes.map((node) => `    ${node.target.join(' ')}`).join('\n');
  expect(
    grave.map(({ id, help, nodes }) => `${id}: ${help}\n${where(nodes)}`),
    `axe on ${what}`,
  ).toEqual([]);
}
