// The receipt on paper: one sheet, with what an office needs and without what only a screen can use.
import { applied, lend } from '../support/applicant';
import { county } from '../support/people';
import { shoot } from '../support/screens';
import { expect, test } from '../support/test';

test('the receipt fits one sheet', { tag: ['@desktop', '@nojs'] }, async ({ page, context }, info) => {
  const applicant = await applied(county());
  await lend(applicant, context);
  await page.goto('/short/status');
  await page.emulateMedia({ media: 'print' });
  await expect(page.locator('main')).toContainText(applicant.receipt);
  for (const gone of ['nav', 'footer', 'button', '.skip', '.screen-only']) {
    await expect(page.locator(`${gone}:visible`), `${gone} on paper`).toHaveCount(0);
  }
  await shoot(page, info, 'print-receipt');
  const pdf = (await page.pdf({ preferCSSPageSize: true })).toString('latin1');
  expect(pdf.match(/\/Type\s*\/Page\b(?!s)/g)).toHaveLength(1);
});
