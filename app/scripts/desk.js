// Scanning at the desk: the camera reads the QR symbol of a slip or receipt where the browser knows how (BarcodeDetector), puts
// it into the field and sends the form. Without it the field stays: a scanner types, or somebody does.
const form = document.getElementById('desk-find');
const PAUSE = 150;

function scanner(detector) {
  const [scan, stop] = ['scan', 'stop'].map((act) => form.querySelector(`[data-act=${act}]`));
  const [video, say] = [form.querySelector('video'), form.querySelector('.finder__say')];
  let stream;

  function end(words = '') {
    stream?.getTracks().forEach((track) => track.stop());
    stream = undefined;
    video.srcObject = null;
    video.hidden = stop.hidden = true;
    scan.hidden = false;
    say.textContent = words;
  }

  async function look() {
    while (stream) {
      const [found] = await detector.detect(video).catch(() => []);
      if (found && stream) {
        form.querySelector('input[name=find]').value = found.rawValue.slice(0, 200);
        end();
        return form.requestSubmit();
      }
      await new Promise((done) => setTimeout(done, PAUSE));
    }
  }

  async function begin() {
    scan.hidden = true;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { facingMode: 'environment' } });
    } catch {
      return end(form.dataset.fail);
    }
    video.srcObject = stream;
    video.hidden = stop.hidden = false;
    say.textContent = form.dataset.seek;
    await video.play().catch(() => {});
    look();
  }

  scan.addEventListener('click', begin);
  stop.addEventListener('click', () => end());
  window.addEventListener('pagehide', () => end());
  scan.hidden = false;
}

async function known() {
  if (!form || !self.BarcodeDetector || !navigator.mediaDevices) return false;
  const formats = await BarcodeDetector.getSupportedFormats().catch(() => []);
  return formats.includes('qr_code');
}

if (await known()) scanner(new BarcodeDetector({ formats: ['qr_code'] }));
