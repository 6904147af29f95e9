// What htmx cannot do: the keys of the command line's list, dialogs, and keeping one's place when the page changes.
(() => {
  const byId = (id) => document.getElementById(id);

  // The command line: a combobox whose focus stays in the field (ARIA Authoring Practices, "Editable Combobox").
  const options = () => [...document.querySelectorAll('#suggestions [role=option]')];
  const active = () => document.querySelector('#suggestions [aria-selected=true]');

  function choose(option) {
    const line = byId('line');
    for (const other of options()) other.setAttribute('aria-selected', String(other === option));
    if (option) line.setAttribute('aria-activedescendant', option.id);
    else line.removeAttribute('aria-activedescendant');
    option?.scrollIntoView({ block: 'nearest' });
  }

  // Suggestions come a moment after they were asked for: whoever has sent the line or left it by then gets none.
  let wanted = false;
  for (const kind of ['input', 'suggest']) {
    document.addEventListener(kind, (event) => {
      if (event.target.id === 'line') wanted = true;
    });
  }

  function showList(open) {
    const list = byId('suggestions');
    if (!list) return;
    wanted = open;
    list.hidden = !open || options().length === 0;
    byId('line').setAttribute('aria-expanded', String(!list.hidden));
    if (list.hidden) choose(null);
  }

  function take(option) {
    const line = byId('line');
    line.value = option.dataset.value;
    showList(false);
    line.focus();
    htmx.trigger(line, 'suggest');
  }

  document.addEventListener('keydown', (event) => {
    if (event.target.id !== 'line' || event.isComposing) return;
    const all = options();
    const isOpen = !byId('suggestions').hidden;
    const at = all.indexOf(active());
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (!isOpen) htmx.trigger(event.target, 'suggest');
      else choose(all.at(event.key === 'ArrowDown' ? (at + 1) % all.length : at <= 0 ? -1 : at - 1));
    } else if (event.key === 'Escape' && isOpen) {
      event.preventDefault();
      showList(false);
    } else if ((event.key === 'Enter' || event.key === 'Tab') && isOpen && at >= 0) {
      event.preventDefault();
      take(all[at]);
    }
  });
  document.addEventListener('mousedown', (event) => {
    const option = event.target.closest('#suggestions [role=option]');
    if (!option) return;
    event.preventDefault();
    take(option);
  });
  document.addEventListener('focusout', (event) => {
    if (event.target.id === 'line') showList(false);
  });

  // Dialogs: those that come from the server open at once, those of the page by their button.
  document.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-opens]');
    if (opener) byId(opener.dataset.opens).showModal();
    if (event.target.closest('[data-close]')) event.target.closest('dialog').close();
  });
  document.addEventListener('form-taken', () => byId('form')?.close());
  // A closed form is gone: the server makes a new one for the next asking. Focus is back where it was by then, or nowhere if the
  // form had been put in the place of one with faults in it.
  let opener = null;
  document.addEventListener(
    'close',
    (event) => {
      if (event.target.id !== 'form') return;
      event.target.remove();
      if (document.activeElement !== document.body) return;
      (opener?.isConnected ? opener : byId(opener?.id))?.focus({ preventScroll: true });
    },
    true,
  );

  // One's place: at the newest message, and on the button one was about to press.
  let wasAtEnd = true;
  let entriesBefore = 0;
  let focused = null;
  // Whoever moves the clock wants to see what comes of it, until they look elsewhere themselves.
  let follows = false;
  let closing = false;
  const entries = () => [...document.querySelectorAll('.entry:has(.message, .private)')];
  const isAtEnd = () => scrollY + innerHeight >= document.documentElement.scrollHeight - 48;

  function showEnd() {
    scrollTo({ top: document.documentElement.scrollHeight });
  }
  /** The newest message, from its beginning if it is longer than the screen. */
  function showNewest() {
    showEnd();
    const newest = entries().at(-1);
    if (newest?.getBoundingClientRect().top < 90) newest.scrollIntoView({ block: 'start' });
  }
  /** Moves no more than it has to, and shows what is longer than the screen from its beginning. */
  function bringIntoSight(element) {
    const { scrollPaddingTop, scrollPaddingBottom } = getComputedStyle(document.documentElement);
    const room = innerHeight - Number.parseFloat(scrollPaddingTop) - Number.parseFloat(scrollPaddingBottom);
    element?.scrollIntoView({ block: element.offsetHeight > room ? 'start' : 'nearest' });
  }
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    addEventListener(kind, () => (follows = false), { passive: true, capture: true });
  }

  document.addEventListener('htmx:before:swap', () => {
    wasAtEnd = isAtEnd();
    entriesBefore = entries().length;
    const element = document.activeElement;
    focused = { element, place: element?.closest('.slot, .entry, dialog') };
  });

  document.addEventListener('htmx:after:swap', (event) => {
    const { ctx } = event.detail;
    const source = ctx.sourceElement?.id;
    const dialog = byId('form');
    if (dialog && !dialog.open) {
      if (!focused?.element?.closest('dialog')) opener = focused?.element;
      dialog.showModal();
    }
    if (source === 'line') showList(wanted && document.activeElement?.id === 'line');
    if (focused?.element && !focused.element.isConnected && focused.place) {
      const place = byId(focused.place.id);
      (byId(focused.element.id) ?? place?.querySelector('button') ?? place)?.focus({ preventScroll: true });
    }
    const [, edited] = /hx-target="(#m-\d+)"/.exec(ctx.text) ?? [];
    if (source === 'live' && entries().length > entriesBefore) {
      if (wasAtEnd || follows) showNewest();
    } else if (source === 'live' && edited && closing) {
      // What comes with it, such as the recap of the week, does not take it out of sight again.
      closing = follows = false;
      // The message alone: with a long receipt beside it, the entry ends far below the answer.
      document.querySelector(`${edited} .message`)?.scrollIntoView({ block: 'end' });
    } else if (source === 'live' && wasAtEnd) showEnd();
  });

  document.addEventListener('htmx:before:request', (event) => {
    const { sourceElement, request } = event.detail.ctx;
    if (request.method === 'GET') return;
    follows = sourceElement?.id === 'clock' || sourceElement?.id === 'fill';
    closing = follows && new URLSearchParams(request.body).get('to') === 'close';
  });
  document.addEventListener('htmx:after:request', (event) => {
    const { ctx } = event.detail;
    const source = ctx.sourceElement?.id;
    if (ctx.request.method === 'GET') return;
    byId('problem').textContent = '';
    // Whoever typed on while the reply was on its way keeps that.
    const sent = source === 'composer' && new URLSearchParams(ctx.request.body).get('line') === byId('line').value;
    if (sent && ctx.response.status < 400) {
      byId('line').value = '';
      showList(false);
    }
  });
  document.addEventListener('htmx:finally:request', (event) => {
    const { ctx } = event.detail;
    if (ctx.status !== 'swapped' || ctx.request.method === 'GET') return;
    // The answer to what I did comes into sight: beside its message, or at the end.
    const [, target] = /hx-target="(#[abp]-[^"]+)"/.exec(ctx.text) ?? [];
    bringIntoSight(document.querySelector(target ?? null));
  });
  document.addEventListener('htmx:error', (event) => {
    if (event.detail.ctx?.request?.method === 'POST') {
      byId('problem').textContent = 'That didn’t reach Prep: nothing was saved. Try again when it runs.';
    }
  });
  document.addEventListener('page-stale', () => location.reload());

  if (!location.hash) showNewest();
})();
