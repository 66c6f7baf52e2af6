// Every page of the journey keeps its bytes, also those that the walk through the guide (hunan-guide.spec.ts, which measures each
// page where it comes by) does not see.
import { PAGE_LIMIT, pageBytes } from '../support/budget';
import { agree, newcomer } from '../support/evidence';
import { expect, test } from '../support/test';

const PATHS = ['', 'register', 'sign-in', 'password/reset', 'privacy', 'accessibility', 'photo/guide', 'handoff', 'document', 'card', 'face', 'photo',
  'evidence-done', 'password', 'account', 'consents', 'notice', 'details', 'education', 'attachments', 'check', 'status', 'amend', 'receipt', 'sign-out'];

test('every page is at most 30 KB with its style sheet, in both languages @desktop', async ({ page, context }) => {
  await newcomer(context);
  await page.goto('/hunan/card');
  await agree(page);
  await page.goto('/hunan/face');
  await agree(page);
  const large: string[] = [];
  for (const language of ['中文', 'English']) {
    if (language === 'English') await page.getByRole('button', { name: 'English' }).click();
    for (const path of [...PATHS.map((path) => `/hunan/${path}`), '/verify', '/']) {
      const bytes = await pageBytes(page, path);
      if (bytes > PAGE_LIMIT) large.push(`${language} ${path}: ${(bytes / 1024).toFixed(1)} KB`);
    }
  }
  expect(large).toEqual([]);
});
