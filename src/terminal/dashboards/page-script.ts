/**
 * Script of a dashboard's page, which makes the table sortable: a click on a header sorts by it, numbers from the largest down and text
 * from A on, a second click the other way round; what is unknown stays last. Without it the page lacks nothing but that.
 */
export const pageScript = `
for (const table of document.querySelectorAll('table.rows')) {
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener('click', () => {
      const numeric = head.dataset.kind === 'number';
      const before = head.getAttribute('aria-sort');
      const down = before === null ? numeric : before === 'ascending';
      for (const other of heads) other.removeAttribute('aria-sort');
      head.setAttribute('aria-sort', down ? 'descending' : 'ascending');
      const body = table.tBodies[0];
      const value = (row) => row.cells[column].dataset.value ?? '';
      const compare = (left, right) => {
        const [a, b] = [value(left), value(right)];
        if (a === '' || b === '') return (a === '') - (b === '');
        return (numeric ? a - b : a.localeCompare(b)) * (down ? -1 : 1);
      };
      body.append(...[...body.rows].sort(compare));
    });
  });
}
`;
