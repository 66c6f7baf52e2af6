// The frame of every contestant's page: bytes of a picture in, a result out, timed alike. `first` is set once, when the picture
// of the address has its result; times count from navigation. `again` measures one more picture on the warm page.

/** `judge(bytes)` answers {found, ready?, …}. */
export async function contest(backend, judge) {
  const bytesOf = async (picture) => (await fetch(picture)).blob();
  const picture = new URLSearchParams(location.search).get('picture');
  const result = await judge(await bytesOf(picture));
  window.again = async (picture) => {
    const bytes = await bytesOf(picture);
    const started = performance.now();
    const result = await judge(bytes);
    return { ...result, ms: performance.now() - started };
  };
  window.first = { ...result, firstMs: performance.now(), backend: backend() };
}

/** The picture as a canvas, which every peer takes. */
export async function canvasOf(bytes) {
  const bitmap = await createImageBitmap(bytes);
  const canvas = document.createElement('canvas');
  [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
  canvas.getContext('2d').drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas;
}
