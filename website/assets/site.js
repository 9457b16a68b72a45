// What the pages do by themselves: the filters of the table of rules, and the colour of carets below code.
(() => {
  const form = document.querySelector('form.rules-filter');
  if (form) {
    const rows = [...document.querySelectorAll('table.rules tbody tr')];
    const shown = form.querySelector('output');
    const fits = (row, wanted) => [...wanted].every(([key, value]) => {
      if (!value) return true;
      const has = (row.dataset[key] ?? '').toLowerCase();
      if (key === 'name') return `${has} ${row.textContent}`.toLowerCase().includes(value.toLowerCase());
      return has.split(' ').includes(value.toLowerCase());
    });
    const filter = () => {
      const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
      for (const row of rows) row.hidden = !fits(row, wanted);
      const left = rows.filter((row) => !row.hidden).length;
      shown.textContent = form.dataset.shown.replace('{shown}', left).replace('{count}', rows.length);
      history.replaceState(history.state, '', `${location.pathname}${wanted.size ? `?${wanted}` : ''}`);
    };
    for (const [key, value] of new URLSearchParams(location.search)) {
      const field = form.elements[key];
      if (field?.type === 'checkbox') field.checked = true;
      else if (field) field.value = value;
    }
    form.addEventListener('input', filter);
    form.addEventListener('submit', (event) => event.preventDefault());
    form.hidden = false;
    filter();
  }

  for (const comment of document.querySelectorAll('.highlight .c, .highlight .c1')) {
    const found = /^#( *)(\^+)( .*)?$/.exec(comment.textContent);
    if (!found) continue;
    const carets = document.createElement('b');
    carets.textContent = found[2];
    const message = document.createElement('span');
    message.textContent = found[3] ?? '';
    comment.classList.add('told');
    comment.replaceChildren(`#${found[1]}`, carets, document.createElement('br'), message);
  }
})();
