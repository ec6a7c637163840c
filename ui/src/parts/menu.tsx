import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react'

export type MenuItem = { key: string; text: ReactNode; note?: string; onPick: () => void }

/** A button that opens a list of others; arrows move, Escape closes. */
export function Menu({
  label,
  items,
  align = 'end',
}: {
  label: ReactNode
  items: MenuItem[]
  align?: 'start' | 'end'
}) {
  const [open, setOpen] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  const id = useId()

  useEffect(() => {
    if (!open) return
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus()
    const away = (event: Event) => {
      if (!box.current?.contains(event.target as Node)) setOpen(false)
    }
    document.addEventListener('pointerdown', away)
    return () => document.removeEventListener('pointerdown', away)
  }, [open])

  const move = (event: KeyboardEvent) => {
    if (event.key === 'Escape') {
      setOpen(false)
      box.current?.querySelector('button')?.focus()
      event.stopPropagation()
    }
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    if (!step || !open) return
    event.preventDefault()
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])]
    const at = all.indexOf(document.activeElement as HTMLElement)
    all[(at + step + all.length) % all.length]?.focus()
  }

  return (
    <div className="menu" ref={box} onKeyDown={move}>
      <button type="button" aria-haspopup="menu" aria-expanded={open} aria-controls={id} onClick={() => setOpen(!open)}>
        {label}
      </button>
      {open && (
        <div className={`menu-list ${align}`} role="menu" id={id}>
          {items.map(item => (
            <button
              type="button"
              key={item.key}
              role="menuitem"
              onClick={() => {
                setOpen(false)
                item.onPick()
              }}
            >
              <span>{item.text}</span>
              {item.note && <span className="faint menu-note">{item.note}</span>}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
