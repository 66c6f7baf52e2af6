// Every page of the console, as each role sees it: answered, axe-clean, and no wider than its window. With RUJI_SCREENS=docs the
// pictures of docs/console.md are taken anew.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ABOUT_ONE, ROLES } from '../support/console';
import { CANDIDATE, MEMBERS, OPEN } from '../support/pages';
import { ROUTES, routeOf } from '../support/routes';
import { lookedAt } from '../support/screens';
import { hire, signInTo } from '../support/staff';
import { expect, test } from '../support/test';

for (const { role, name, place, institution, province, start, pages } of ROLES) {
  for (const language of ['zh-CN', 'en']) {
    test(`pages of the role ${role}${province ? ` in ${province}` : ''} in ${language}`, async ({ page, context, baseURL }, info) => {
      test.setTimeout(180_000);
      await signInTo(page, hire(name, place, role, province ?? 'short', institution), ...start);
      await context.addCookies([{ name: 'language', value: language, url: baseURL! }]);
      for (const [what, path] of Object.entries(pages)) {
        const answer = await page.goto(path);
        expect(answer?.status(), path).toBe(200);
        await expect(page.locator('html')).toHaveAttribute('lang', language);
        await lookedAt(page, info, language === 'en' ? `${what}-en` : what);
      }
    });
  }
}

test('every page of the route table is looked at by a scenario', { tag: '@desktop' }, () => {
  const visited = [...OPEN, ...CANDIDATE, ...Object.values(MEMBERS).flatMap(({ pages }) => pages)].map(({ path }) => path);
  const console = ROLES.flatMap(({ pages }) => Object.values(pages));
  const looked = new Set([...visited, ...console].map(routeOf));
  expect(ROUTES.filter((route) => !looked.has(route) && !(route in ABOUT_ONE)), 'pages that nobody looks at').toEqual([]);
  for (const [route, spec] of Object.entries(ABOUT_ONE)) {
    expect(ROUTES, 'a route of the table').toContain(route);
    const text = readFileSync(join(__dirname, `${spec}.spec.ts`), 'utf8');
    expect(text, `${spec}.spec.ts looks at ${route}`).toMatch(/\b(lookedAt|lookAt)\(/);
  }
});
