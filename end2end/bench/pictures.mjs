// What is measured with, made in the browser before anything is timed: portraits cut from a peer's own sample pictures, which
// show groups, and a JPEG of ten megapixels as a phone writes it.

/** Rectangles around one person each, in pixels of samples of @vladmandic/face-api: [x, y, width, height], three to four. */
export const PORTRAITS = [
  ['sample3.jpg', [945, 60, 488, 650]],
  ['sample6.jpg', [515, 105, 530, 706]],
  ['sample6.jpg', [110, 280, 540, 720]],
  ['sample3.jpg', [1375, 140, 450, 600]],
];

/** The rectangle as a JPEG of 1200×1600. */
export const portrait = (page, bytes, area) => drawn(page, bytes, area, 1200 / area[2], 0);

/** The whole picture enlarged to ten megapixels, with the grain of a sensor: without it decoding would be quicker than in life. */
export async function large(page, bytes) {
  const [width, height] = await page.evaluate(async (source) => {
    const image = new Image();
    image.src = source;
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  }, address(bytes));
  return drawn(page, bytes, [0, 0, width, height], Math.sqrt(10_000_000 / (width * height)), 14);
}

const address = (bytes) => `data:image/jpeg;base64,${Buffer.from(bytes).toString('base64')}`;

async function drawn(page, bytes, area, scale, grain) {
  const url = await page.evaluate(
    async ({ source, area, scale, grain }) => {
      const image = new Image();
      image.src = source;
      await image.decode();
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.round(area[2] * scale), Math.round(area[3] * scale)];
      const drawing = canvas.getContext('2d');
      drawing.imageSmoothingQuality = 'high';
      drawing.drawImage(image, ...area, 0, 0, canvas.width, canvas.height);
      const pixels = drawing.getImageData(0, 0, canvas.width, canvas.height);
      let state = 0x2545f491;
      for (let at = 0; grain && at < pixels.data.length; at += 4) {
        state = (Math.imul(state, 1664525) + 1013904223) | 0;
        const brighter = (state / 2 ** 31) * (grain / 2);
        for (let channel = 0; channel < 3; channel++) pixels.data[at + channel] += brighter;
      }
      drawing.putImageData(pixels, 0, 0);
      return canvas.toDataURL('image/jpeg', 0.95);
    },
    { source: address(bytes), area, scale, grain },
  );
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
}
