import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import type { Server } from '../api/types'
import { complete } from './filter'

type Props = { servers: Server[]; value: string; onChange: (text: string) => void }

/** The filter as a line of text that is completed as one types: arrows choose, Tab or Enter takes. */
export function FilterField({ servers, value, onChange }: Props) {
  const [text, setText] = useState(value)
  const [cursor, setCursor] = useState(0)
  const [at, setAt] = useState(-1)
  const [open, setOpen] = useState(false)
  const input = useRef<HTMLInputElement>(null)
  const id = useId()
  useEffect(() => setText(value), [value])
  const { from, options } = open ? complete(servers, text, cursor) : { from: 0, options: [] }

  const change = (next: string, caret: number) => {
    setText(next)
    setCursor(caret)
    setAt(-1)
    setOpen(true)
    onChange(next)
  }
  const take = (option: string) => {
    const space = option.endsWith(':') ? '' : ' '
    const next = text.slice(0, from) + option + space + text.slice(cursor).trimStart()
    const caret = from + option.length + space.length
    change(next, caret)
    requestAnimationFrame(() => input.current?.setSelectionRange(caret, caret))
  }
  const key = (event: KeyboardEvent) => {
    const chosen = options[at] ?? (event.key === 'Tab' ? options[0] : undefined)
    if (event.key === 'ArrowDown' && options.length) setAt((at + 1) % options.length)
    else if (event.key === 'ArrowUp' && options.length) setAt((at - 1 + options.length) % options.length)
    else if ((event.key === 'Enter' || event.key === 'Tab') && chosen && text.slice(from, cursor)) take(chosen)
    else if (event.key === 'Escape' && options.length) setOpen(false)
    else return
    event.preventDefault()
  }
  return (
    <div className="filter-field">
      <input
        ref={input}
        type="text"
        role="combobox"
        aria-label="Filter servers"
        aria-expanded={options.length > 0}
        aria-controls={id}
        aria-activedescendant={at >= 0 ? `${id}-${at}` : undefined}
        className="mono"
        placeholder="state:held rack:14 vendor:dell firmware:out_of_baseline word"
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={event => change(event.target.value, event.target.selectionStart ?? event.target.value.length)}
        onSelect={event => setCursor(event.currentTarget.selectionStart ?? 0)}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onKeyDown={key}
      />
      <div className="search-list" role="listbox" id={id} aria-label="Completions" hidden={options.length === 0}>
        {options.map((option, i) => (
          <div
            key={option}
            id={`${id}-${i}`}
            role="option"
            aria-selected={i === at}
            className="mono"
            onPointerDown={event => event.preventDefault()}
            onClick={() => take(option)}
          >
            {option}
          </div>
        ))}
      </div>
    </div>
  )
}
