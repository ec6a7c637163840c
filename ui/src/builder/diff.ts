export type DiffLine = { kind: 'same' | 'gone' | 'new'; text: string }

/** What changed from one text to another, line by line, with the longest common part kept. */
export function diff(before: string, after: string): DiffLine[] {
  const a = before.split('\n')
  const b = after.split('\n')
  let head = 0
  while (head < a.length && head < b.length && a[head] === b[head]) head++
  let tail = 0
  while (tail < a.length - head && tail < b.length - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  const left = a.slice(head, a.length - tail)
  const right = b.slice(head, b.length - tail)
  const same = (text: string): DiffLine => ({ kind: 'same', text })
  return [...a.slice(0, head).map(same), ...middle(left, right), ...a.slice(a.length - tail, a.length).map(same)]
}

function middle(a: string[], b: string[]): DiffLine[] {
  const length = Array.from({ length: a.length + 1 }, () => new Uint16Array(b.length + 1))
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      const row = length[i] as Uint16Array
      const next = length[i + 1] as Uint16Array
      row[j] = a[i] === b[j] ? (next[j + 1] as number) + 1 : Math.max(next[j] as number, row[j + 1] as number)
    }
  }
  const lines: DiffLine[] = []
  let i = 0
  let j = 0
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++] as string })
      j++
    } else if (j >= b.length || (i < a.length && (length[i + 1]?.[j] ?? 0) >= (length[i]?.[j + 1] ?? 0))) {
      lines.push({ kind: 'gone', text: a[i++] as string })
    } else {
      lines.push({ kind: 'new', text: b[j++] as string })
    }
  }
  return lines
}

/** The changed lines with three around them; null stands for what was left out. */
export function folded(lines: DiffLine[], around = 3): (DiffLine | null)[] {
  const near = new Set<number>()
  lines.forEach((line, i) => {
    if (line.kind !== 'same') for (let k = i - around; k <= i + around; k++) near.add(k)
  })
  const shown: (DiffLine | null)[] = []
  lines.forEach((line, i) => {
    if (near.has(i)) shown.push(line)
    else if (shown.at(-1) !== null || shown.length === 0) shown.push(null)
  })
  return shown
}
