// One case on one screen: pictures by keyboard, what is masked and uncovered, what changed since a return, and who may be the
// same person.
import { expectAccessible } from '../support/axe';
import { county } from '../support/people';
import { anotherCompliant } from '../support/pictures';
import { hire, sendBack, signInStaff, takeCase } from '../support/staff';
import { expect, test } from '../support/test';
import { handIn, photograph, whole } from '../support/whole';
import type { Page } from '@playwright/test';

const shown = (page: Page) => page.locator('.viewer__pane:visible');
const transform = (page: Page) =>
  shown(page).first().locator('.viewer__picture').evaluate((picture: HTMLElement) => picture.style.transform);

test('the pictures of a case are looked at with the keyboard alone', { tag: '@desktop' }, async ({ page, browser }) => {
  const region = county();
  const { receipt } = await whole(browser, region);
  await signInStaff(page, hire('看图', region, 'reviewer', 'evident'));
  await takeCase(page, receipt);
  await expect(shown(page)).toHaveCount(1);
  await expect(shown(page)).toHaveAccessibleName('证件照');
  await test.step('N and P go through all of them', async () => {
    for (const name of ['头像面', '国徽面', '人脸核验', '证件照']) {
      await page.keyboard.press('n');
      await expect(shown(page)).toHaveAccessibleName(name);
    }
    await page.keyboard.press('p');
    await expect(shown(page)).toHaveAccessibleName('人脸核验');
    await page.keyboard.press('n');
  });
  await test.step('+ − arrows R and 0 zoom, move, turn and fit', async () => {
    await page.keyboard.press('+');
    await expect.poll(() => transform(page)).toContain('scale(1.25)');
    await page.keyboard.press('ArrowLeft');
    await expect.poll(() => transform(page)).toContain('translate(60px, 0px)');
    await page.keyboard.press('r');
    await expect.poll(() => transform(page)).toContain('rotate(90deg)');
    await page.keyboard.press('0');
    await expect.poll(() => transform(page)).toContain('rotate(0deg) scale(1)');
  });
  await test.step('C compares two, and nothing is hidden below the bar', async () => {
    await page.keyboard.press('c');
    await expect(shown(page)).toHaveCount(2);
    await expectAccessible(page, 'comparing');
    await page.keyboard.press('c');
    await expect(shown(page)).toHaveCount(1);
    const bar = await page.locator('.decide').boundingBox();
    expect(bar!.y + bar!.height).toBeLessThanOrEqual(800);
    const picture = await shown(page).locator('.viewer__window').boundingBox();
    expect(picture!.y + picture!.height).toBeLessThanOrEqual(bar!.y);
  });
  await test.step('? lists the keys, and they can be switched off', async () => {
    await page.keyboard.press('?');
    const keys = page.getByRole('dialog', { name: '快捷键' });
    await expect(keys).toBeVisible();
    await expect(keys.getByRole('row', { name: /跳到对应项的审核决定/ }), 'document, card, photograph and face').toContainText('1 – 4');
    await expectAccessible(page, 'the list of keys');
    await keys.getByRole('checkbox').uncheck();
    await keys.getByRole('button', { name: '关闭' }).click();
    await page.keyboard.press('n');
    await expect(shown(page)).toHaveAccessibleName('证件照');
    await page.getByRole('button', { name: '快捷键' }).click();
    await keys.getByRole('checkbox').check();
    await page.keyboard.press('Escape');
  });
  await test.step('3 leads to the third item of the bar; letters typed there are letters', async () => {
    await page.keyboard.press('3');
    const focused = page.locator('.decide :focus');
    await expect(focused).toHaveCount(1);
    await page.keyboard.press('n');
    await expect(shown(page)).toHaveAccessibleName('证件照');
  });
});

test('choices of the bar stand in line, and refusing stays open until it is done', { tag: '@desktop' }, async ({ page, browser, context, baseURL }) => {
  const region = county();
  const { receipt } = await whole(browser, region);
  await signInStaff(page, hire('对齐', region, 'senior_reviewer', 'evident'));
  await takeCase(page, receipt);
  await test.step('in English, where names take several lines', async () => {
    await context.addCookies([{ name: 'language', value: 'en', url: baseURL! }]);
    await page.reload();
    const first = page.locator('[data-verdict]').first();
    await first.selectOption({ index: 2 });
    await expect(page.getByLabel(/^A word to the candidate/).locator('visible=true')).toHaveCount(1);
    const tops = (what: string) =>
      page.locator(what).evaluateAll((all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().top))).size);
    expect(await tops('.decide__item select')).toBe(await tops('.decide__item'));
  });
  await test.step('without a reason, and then without the tick, it is refused where it was filled in', async () => {
    const refusing = page.locator('.decide__refuse');
    await refusing.locator('summary').click();
    await refusing.getByRole('button', { name: 'Refuse' }).click();
    await page.locator('#error-summary').getByRole('link', { name: 'Choose the reason for the refusal' }).click();
    const reason = refusing.getByLabel('Reason for refusal');
    await reason.selectOption({ index: 1 });
    await refusing.getByRole('button', { name: 'Refuse' }).click();
    await expect(page.locator('#error-summary')).toContainText('Please tick first');
    await expect(reason).toBeVisible();
    await expect(reason).not.toHaveValue('');
  });
});

test('what is masked is uncovered for a reason, one by one', { tag: ['@desktop', '@nojs'] }, async ({ page, browser }) => {
  const region = county();
  const { receipt, person } = await whole(browser, region);
  await signInStaff(page, hire('显示', region, 'reviewer', 'evident'));
  await takeCase(page, receipt);
  expect(await page.content()).not.toContain(person.phone);
  expect(await page.content()).not.toContain(person.idNumber.slice(6, 14) + person.idNumber.slice(14));
  expect(await page.content()).not.toContain('解放路');
  const row = page.getByRole('row', { name: /手机号码/ });
  await row.locator('summary').click();
  await row.getByLabel('原因').selectOption({ label: '其他（请写说明）' });
  await row.getByRole('button', { name: '显示' }).click();
  await expect(page.locator('#error-summary'), 'other reasons have to be written').toContainText('请在说明中写明显示的原因');
  expect(await page.content()).not.toContain(person.phone);
  await row.locator('summary').click();
  await row.getByLabel('原因').selectOption({ label: '联系考生' });
  await row.getByRole('button', { name: '显示' }).click();
  await expect(row).toContainText(person.phone);
  expect(await page.content()).not.toContain('解放路');
});

test('after a return the reviewer sees what changed, and who looks alike', { tag: '@desktop' }, async ({ page, browser }) => {
  test.slow();
  const region = county();
  const { receipt, http } = await whole(browser, region);
  await whole(browser, region, '章三');
  await signInStaff(page, hire('比较', region, 'reviewer', 'evident'));
  await takeCase(page, receipt);
  await test.step('Somebody else handed in the same photograph', async () => {
    const other = page.locator('.alike').filter({ hasText: '章*' });
    await expect(other).toContainText('照片相似');
    await expect(other.getByRole('img')).toHaveCount(2);
    await other.getByRole('button', { name: '不是同一人' }).click();
    await expect(page.locator('.alike').filter({ hasText: '章*' })).toContainText('：不是同一人');
  });
  await test.step('The photograph goes back and another one comes', async () => {
    await sendBack(page, '证件照', '背景不是规定的浅蓝色，请在均匀的浅蓝色背景前重新拍摄。');
    await photograph(http, anotherCompliant());
    expect(await handIn(http)).toBe(receipt);
  });
  await test.step('The change stands old beside new, with the earlier decision', async () => {
    await takeCase(page, receipt);
    await expect(page.getByRole('link', { name: '1 处修改' })).toBeVisible();
    const row = page.locator('#changes ~ .table-frame').first().getByRole('row').filter({ hasText: '证件照' });
    const [before, now] = [await row.locator('del').innerText(), await row.locator('ins').innerText()];
    expect(before).not.toBe(now);
    await expect(page.locator('.case__facts .past')).toContainText('退回');
    await expectAccessible(page, 'a case with changes');
  });
});

test('pictures that staff see are not the stored ones', { tag: '@desktop' }, async ({ page, browser }) => {
  const region = county();
  const { receipt, http } = await whole(browser, region);
  await signInStaff(page, hire('水印', region, 'reviewer', 'evident'));
  await takeCase(page, receipt);
  const path = (await page.getByAltText('标有测量线的证件照').first().getAttribute('src'))!;
  const [seen, stored] = [await (await page.request.get(path)).body(), await (await http.get(path)).body()];
  expect(seen.equals(stored)).toBe(false);
  expect(seen.subarray(0, 2).toString('hex')).toBe('ffd8');
});
