// Every page of the console that has an address of its own, by the role that works there.

const CHANGSHA = { code: '430100', name: '长沙市' };

export interface Role {
  role: string;
  name: string;
  place?: typeof CHANGSHA;
  institution?: string;
  /** Where they work, if not in `short`. */
  province?: string;
  /** Where the role begins to work, and what that page is called. */
  start: [path: string, heading: string];
  /** What the picture is called, and where it is taken. */
  pages: Record<string, string>;
}

export const ROLES: Role[] = [
  {
    role: 'senior_reviewer',
    name: '周审核',
    place: CHANGSHA,
    start: ['/console', '待审核'],
    pages: {
      queue: '/console',
      'queue-escalated': '/console?view=escalated',
      statistics: '/console/statistics',
      districts: '/console/regions',
    },
  },
  {
    role: 'desk_officer',
    name: '吴现场',
    place: CHANGSHA,
    start: ['/console/desk', '现场确认'],
    pages: {
      desk: '/console/desk',
      account: '/console/account',
      password: '/console/account/password',
      resets: '/console/resets',
    },
  },
  {
    role: 'desk_officer',
    name: '王现场',
    place: CHANGSHA,
    province: 'known',
    start: ['/console/merges', '合并准考证号申请'],
    pages: { 'desk-numbers': '/console/desk/numbers', merges: '/console/merges' },
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
      'recovery-codes': '/console/account/recovery-codes',
    },
  },
  {
    role: 'province_administrator',
    name: '周管理',
    province: 'known',
    start: ['/console/admin/existing', '在籍考生导入'],
    pages: { existing: '/console/admin/existing' },
  },
  {
    role: 'auditor',
    name: '陈审计',
    start: ['/console/audit', '审计记录'],
    pages: { audit: '/console/audit', 'statistics-province': '/console/statistics' },
  },
  { role: 'operator', name: '褚运维', start: ['/console/admin', '管理'], pages: { 'service-operator': '/console/admin/service' } },
];

/** Pages about one case, list or account, which a scenario has to make first: there it looks at them by `lookedAt`. */
export const ABOUT_ONE: Record<string, string> = {
  '/console/case/{case}': 'access',
  '/console/desk/{case}': 'desk',
  '/console/desk/{case}/photo': 'desk',
  '/console/desk/{case}/slip': 'desk',
  '/console/desk/{case}/reset': 'accounts',
  '/console/merges/{merge}': 'existing',
  '/console/classes/{list}': 'classes',
  '/console/admin/staff/{staff}': 'staff-account',
  '/console/sign-in/code': 'staff-account',
};
