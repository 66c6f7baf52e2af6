// The camera panel, <photo-camera>: asks for the camera, shows it with the oval in which the face belongs, sends frames to the
// photo worker and tells what it says, and takes the picture, by itself or by hand. Fetched when somebody opens it. What a
// frame asks for, how long it must hold and when to take the picture is decided in Rust (photo::Watch); texts and the worker
// come from the page (islands/photo/live.rs), which hears the event `photo-camera`:
//   {kind: 'worker'}  give me `worker`     {kind: 'shot', file, files?}  the picture     {kind: 'close', reason?}  it is over
'use strict';

(() => {
  // Longer side of the frames that are judged, pixels.
  const FRAME = 480;
  // Not more often than this: what is saved keeps phones cool.
  const PAUSE_MS = 80;
  // Without a picture for so long, say what else can be done.
  const PATIENCE_MS = 45000;
  // A worker that says nothing for so long hangs, or was stopped.
  const SILENCE_MS = 60000;
  // Some cameras never answer when asked for a still.
  const STILL_MS = 4000;
  const RING = 2 * Math.PI * 46;
  const MIRRORED = { move_left: 'move_right', move_right: 'move_left' };
  const DENIED = { NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'absent', OverconstrainedError: 'absent', NotReadableError: 'busy', AbortError: 'busy' };
  const SKELETON = `<dialog class="camera" aria-labelledby="camera-title">
    <div class="camera__bar"><h2 id="camera-title" data-text="title"></h2><button type="button" class="camera__button" data-act="leave" data-text="close"></button></div>
    <div class="camera__view"><video class="camera__video" playsinline muted autoplay></video><svg class="camera__oval" aria-hidden="true"><path fill-rule="evenodd"/><ellipse/></svg></div>
    <p class="camera__say" role="status"></p>
    <p class="camera__hint" role="status"></p>
    <div class="camera__controls"><label class="camera__auto"><input type="checkbox" checked><span data-text="auto"></span></label>
    <button type="button" class="camera__shutter" data-act="shoot" disabled><svg viewBox="0 0 100 100" aria-hidden="true"><circle class="camera__track" cx="50" cy="50" r="46"/><circle class="camera__ring" cx="50" cy="50" r="46"/><circle class="camera__knob" cx="50" cy="50" r="36"/></svg><span class="visually-hidden" data-text="shoot"></span></button>
    <button type="button" class="camera__button" data-act="turn" data-text="turn" hidden></button></div>
  </dialog>`;

  class PhotoCamera extends HTMLElement {
    // The page sets `texts` and `bands` right after it puts the panel in.
    connectedCallback() {
      Promise.resolve().then(() => this.isConnected && this.begin());
    }

    disconnectedCallback() {
      this.stop();
      [this.patience, this.silence].forEach(clearTimeout);
      document.removeEventListener('visibilitychange', this.hide);
      window.removeEventListener('pagehide', this.hide);
      this.part();
    }

    begin() {
      this.innerHTML = SKELETON;
      this.find = (name) => this.querySelector(`.camera__${name}`);
      this.querySelectorAll('[data-text]').forEach((part) => (part.textContent = this.texts[part.dataset.text]));
      this.find('video').setAttribute('aria-label', this.texts.preview);
      this.frames = 0;
      this.drawOval();
      const dialog = this.firstElementChild;
      this.addEventListener('click', ({ target }) => {
        const act = target.closest('[data-act]');
        if (act) this[act.dataset.act]();
      });
      dialog.addEventListener('cancel', (event) => (event.preventDefault(), this.leave()));
      this.hide = () => document.visibilityState === 'hidden' && this.stream && this.leave('hidden');
      document.addEventListener('visibilitychange', this.hide);
      window.addEventListener('pagehide', this.hide);
      dialog.showModal ? dialog.showModal() : dialog.setAttribute('open', '');
      this.hear = ({ data }) => this.heard(data);
      this.fail = () => this.unguided();
      this.meet();
      this.open({ facingMode: 'user' });
    }

    // Asks for the worker: at first, so that it loads meanwhile, and with each stream, as the page stops it when it is idle.
    meet() {
      this.part();
      this.tell('worker');
      if (!this.worker) return this.unguided();
      this.worker.addEventListener('message', this.hear);
      this.worker.addEventListener('error', this.fail);
    }

    part() {
      if (!this.worker) return;
      this.worker.removeEventListener('message', this.hear);
      this.worker.removeEventListener('error', this.fail);
      this.worker = undefined;
    }

    // Where face and hair belong in a picture that keeps the profile's geometry.
    drawOval() {
      const { width, height, head_top, eye_line, face_width } = this.bands;
      const middle = ([low, high]) => (low + high) / 2;
      const [top, bottom] = [middle(head_top), middle(eye_line) + middle(face_width) * 0.8];
      const [x, y, rx, ry] = [width / 2, (top + bottom) / 2, middle(face_width) * 0.58, (bottom - top) / 2];
      const [svg, view] = [this.find('oval'), this.find('view')];
      svg.setAttribute('viewBox', `0 0 ${width} ${height}`);
      svg.firstElementChild.setAttribute('d', `M0 0h${width}v${height}H0zM${x - rx} ${y}a${rx} ${ry} 0 1 0 ${2 * rx} 0a${rx} ${ry} 0 1 0 ${-2 * rx} 0z`);
      Object.entries({ cx: x, cy: y, rx, ry }).forEach(([name, value]) => svg.lastElementChild.setAttribute(name, value));
      view.style.setProperty('--aspect', width / height);
    }

    async open(wish) {
      this.stop();
      this.say(this.texts.asking);
      let stream;
      try {
        stream = await navigator.mediaDevices.getUserMedia({ audio: false, video: { ...wish, width: { ideal: 1280 }, height: { ideal: 960 } } });
      } catch (error) {
        return this.isConnected && this.leave(DENIED[error.name] || 'failed');
      }
      if (!this.isConnected) return stream.getTracks().forEach((track) => track.stop());
      this.stream = stream;
      const [track] = stream.getVideoTracks();
      track.addEventListener('ended', () => this.stream === stream && this.leave('ended'));
      const video = this.find('video');
      this.mirrored = track.getSettings().facingMode !== 'environment';
      this.find('view').classList.toggle('camera__view--mirrored', this.mirrored);
      video.srcObject = stream;
      // Where `autoplay` alone does not start it.
      video.play().catch(() => {});
      const shutter = this.find('shutter');
      if (shutter.disabled) (shutter.disabled = false), shutter.focus();
      this.say(this.guided === false ? this.texts.unguided : this.texts.loading);
      clearTimeout(this.patience);
      this.patience = setTimeout(() => this.hint(this.texts.timeout), PATIENCE_MS);
      if (this.guided !== false) this.meet();
      this.fresh = true;
      this.listen();
      this.send();
      const devices = await navigator.mediaDevices.enumerateDevices();
      this.cameras = devices.filter(({ kind }) => kind === 'videoinput').map(({ deviceId }) => deviceId);
      this.querySelector('[data-act=turn]').hidden = this.cameras.length < 2;
    }

    stop() {
      if (this.stream) this.stream.getTracks().forEach((track) => track.stop());
      this.stream = undefined;
    }

    listen() {
      clearTimeout(this.silence);
      this.silence = setTimeout(this.fail, SILENCE_MS);
    }

    // The next frame to the worker: what the finished picture would show, reduced. One at a time.
    send() {
      clearTimeout(this.next);
      const video = this.find('video');
      if (!this.stream || this.shooting || this.guided === false) return;
      if (!video.videoWidth) return this.after(PAUSE_MS);
      const aspect = this.bands.width / this.bands.height;
      const cut = Math.min(video.videoWidth, video.videoHeight * aspect);
      const height = Math.round(Math.min(FRAME, cut / aspect));
      const width = Math.round(height * aspect);
      this.canvas = this.canvas || document.createElement('canvas');
      if (this.canvas.height !== height) Object.assign(this.canvas, { width, height });
      const drawing = this.canvas.getContext('2d', { willReadFrequently: true });
      drawing.drawImage(video, (video.videoWidth - cut) / 2, (video.videoHeight - cut / aspect) / 2, cut, cut / aspect, 0, 0, width, height);
      const frame = drawing.getImageData(0, 0, width, height).data.buffer;
      this.sent = performance.now();
      this.worker.postMessage({ kind: 'watch', frame, width, height, at: this.sent, fresh: this.fresh }, [frame]);
      this.fresh = false;
    }

    after(pause) {
      clearTimeout(this.next);
      this.next = setTimeout(() => this.send(), Math.max(0, pause));
    }

    heard(data) {
      if (data.kind === 'failed') return this.unguided();
      this.listen();
      if (data.kind === 'progress' && data.total && this.stream && !this.frames) {
        this.hint(`${this.texts.loading} ${Math.floor((data.loaded / data.total) * 4) * 25}%`);
      }
      if (data.kind !== 'guidance' || !this.stream || this.shooting) return;
      if (!this.frames) this.hint('');
      this.frames += 1;
      this.follow(JSON.parse(data.json));
      this.after(PAUSE_MS - (performance.now() - this.sent));
    }

    follow({ now, say, held }) {
      const auto = this.querySelector('input').checked;
      const code = (this.mirrored && MIRRORED[say]) || say;
      this.say(say === 'ready' && !auto ? this.texts.ready_by_hand : this.texts.say[code]);
      this.find('view').classList.toggle('camera__view--ready', now === 'ready');
      this.find('ring').style.strokeDashoffset = RING * (1 - (auto ? held : 0));
      if (auto && held >= 1) this.shoot();
    }

    // Without the worker's eyes the oval still shows where the face belongs.
    unguided() {
      this.guided = false;
      if (this.shooting) return;
      this.hint('');
      this.say(this.texts.unguided);
    }

    say(words) {
      this.put('say', words);
    }

    hint(words) {
      this.put('hint', words);
    }

    // Live regions speak when they change, so they change only when the words do.
    put(part, words) {
      const place = this.find(part);
      if (place.textContent !== words) place.textContent = words;
    }

    async shoot() {
      if (this.shooting || !this.stream) return;
      this.shooting = true;
      this.say(this.texts.taking);
      const blob = await this.still().catch(() => null);
      if (!this.isConnected) return;
      this.stop();
      if (!blob) return this.leave('failed');
      const file = new File([blob], 'camera.jpg', { type: blob.type });
      let files;
      try {
        const list = new DataTransfer();
        list.items.add(file);
        files = list.files;
      } catch {
        // Old browsers cannot make lists of files; only the plain form would need one.
      }
      this.tell('shot', { file, files });
    }

    // All the pixels the camera has, never mirrored.
    async still() {
      const [track] = this.stream.getVideoTracks();
      const video = this.find('video');
      if (self.ImageCapture) {
        const late = new Promise((_, reject) => setTimeout(reject, STILL_MS));
        const photo = await Promise.race([this.photo(track), late]).catch(() => null);
        if (photo && photo.size) return photo;
      }
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
      canvas.getContext('2d').drawImage(video, 0, 0);
      return new Promise((resolve) => canvas.toBlob(resolve, 'image/jpeg', 0.95));
    }

    // Refuses, and does not throw, where the camera is in a state that it cannot be asked in.
    async photo(track) {
      return new ImageCapture(track).takePhoto();
    }

    // Front and back on phones, one after the other elsewhere.
    turn() {
      const settings = this.stream ? this.stream.getVideoTracks()[0].getSettings() : {};
      if (settings.facingMode) return this.open({ facingMode: this.mirrored ? 'environment' : 'user' });
      const next = (this.cameras.indexOf(settings.deviceId) + 1) % this.cameras.length;
      return this.open({ deviceId: { exact: this.cameras[next] } });
    }

    leave(reason) {
      this.stop();
      this.tell('close', { reason });
    }

    tell(kind, more) {
      this.dispatchEvent(new CustomEvent('photo-camera', { bubbles: true, detail: { kind, ...more } }));
    }
  }

  customElements.define('photo-camera', PhotoCamera);
})();
