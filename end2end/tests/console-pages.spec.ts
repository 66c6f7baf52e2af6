// Every page of the console, as each role sees it: answered, axe-clean, and no wider than its window. With RUJI_SCREENS=docs the
// pictures of docs/console.md are taken anew.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expectAccessible } from '../support/axe';
import { overflow } from '../support/screens';
import { hire, signInTo } from '../support/staff';
import { expect, test } from '../support/test';

const CHANGSHA = { code: '430100', name: '长沙市' };

interface Role {
  role: string;
  name: string;
  place?: typeof CHANGSHA;
  institution?: string;
  /** Where the role begins to work, and what that page is called. */
  start: [path: string, heading: string];
  pages: Record<string, string>;
}

const ROLES: Role[] = [
  {
    role: 'senior_reviewer',
    name: '周审核',
    place: CHANGSHA,
    start: ['/console', '待审核'],
    pages: { queue: '/console', 'queue-escalated': '/console?view=escalated', statistics: '/console/statistics' },
  },
  {
    role: 'desk_officer',
    name: '吴现场',
    place: CHANGSHA,
    start: ['/console/desk', '现场确认'],
    pages: { desk: '/console/desk', account: '/console/account', password: '/console/account/password' },
  },
  {
    role: 'institution_operator',
    name: '郑助学',
    place: CHANGSHA,
    institution: 'xiangjiang',
    start: ['/console/classes', '助学班确认'],
    pages: { classes: '/console/classes' },
  },
  {
    role: 'province_administrator',
    name: '冯管理',
    start: ['/console/admin', '管理'],
    pages: {
      admin: '/console/admin',
      windows: '/console/admin/windows',
      'windows-new': '/console/admin/windows?edit=new',
      majors: '/console/admin/tables/majors',
      regions: '/console/admin/tables/regions',
      reasons: '/console/admin/tables/reasons',
      offices: '/console/admin/tables/offices',
      institutions: '/console/admin/tables/institutions',
      notices: '/console/admin/notices',
      'notices-edit': '/console/admin/notices?edit=consent.photo',
      history: '/console/admin/history/majors',
      service: '/console/admin/service',
      numbers: '/console/admin/numbers',
      retention: '/console/admin/retention',
      exports: '/console/admin/exports',
      checks: '/console/admin/checks',
      staff: '/console/admin/staff',
      'staff-new': '/console/admin/staff/new',
      'second-factor': '/console/account/second-factor',
    },
  },
  {
    role: 'auditor',
    name: '陈审计',
    start: ['/console/audit', '审计记录'],
    pages: { audit: '/console/audit', 'statistics-province': '/console/statistics' },
  },
  { role: 'operator', name: '褚运维', start: ['/console/admin', '管理'], pages: { 'service-operator': '/console/admin/service' } },
];

for (const { role, name, place, institution, start, pages } of ROLES) {
  test(`pages of the role ${role}`, async ({ page }, info) => {
    test.setTimeout(180_000);
    await signInTo(page, hire(name, place, role, 'short', institution), ...start);
    for (const [what, path] of Object.entries(pages)) {
      const answer = await page.goto(path);
      expect(answer?.status(), path).toBe(200);
      await picture(page, what, info.project.name);
      await expectAccessible(page);
      expect(await overflow(page), `${path} sticks out sideways`).toBe(0);
    }
  });
}

async function picture(page: Page, what: string, project: string) {
  const folder = join(__dirname, process.env.RUJI_SCREENS === 'docs' && project === 'desktop' ? '../../docs/console' : '../screens');
  mkdirSync(folder, { recursive: true });
  const fullPage = project !== 'desktop';
  await page.screenshot({ path: join(folder, `console-${what}-${project}.png`), fullPage, animations: 'disabled' });
}
