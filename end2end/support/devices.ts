// The phones that people use: the smallest that every page must fit, and the same within WeChat.
import { devices } from '@playwright/test';

const AGENT =
  'Mozilla/5.0 (Linux; Android 13; V2183A Build/TP1A.220624.014; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 ' +
  'Chrome/116.0.0.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 MMWEBID/4242 MicroMessenger/8.0.48.2580(0x28003036) ' +
  'WeChat/arm64 Weixin NetType/4G Language/zh_CN ABI/arm64';

export const PHONE = {
  viewport: { width: 360, height: 640 },
  deviceScaleFactor: 2,
  isMobile: true,
  hasTouch: true,
  userAgent: devices['Pixel 5'].userAgent,
};

export const WECHAT = { ...PHONE, userAgent: AGENT };
