import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'

type Props = { title: string; onClose: () => void; onSubmit: () => void; children: ReactNode; buttons: ReactNode }

/** A question in the way: the browser's own dialog keeps the focus in it, and Escape closes it. */
export function Dialog({ title, onClose, onSubmit, children, buttons }: Props) {
  const dialog = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    const element = dialog.current
    if (element && !element.open) element.showModal()
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    onSubmit()
  }
  return (
    <dialog ref={dialog} onClose={onClose} aria-label={title}>
      <form onSubmit={submit}>
        <h2>{title}</h2>
        {children}
        <div className="dialog-buttons">{buttons}</div>
      </form>
    </dialog>
  )
}
