import { type ReactNode, useEffect } from 'react'

type Props = { title: string; head?: ReactNode; tools?: ReactNode; children: ReactNode; fill?: boolean }

/** A page's head line and its content. `fill`: the content scrolls itself. */
export function Page({ title, head, tools, children, fill }: Props) {
  useEffect(() => {
    document.title = `${title} · HWAutomation`
  }, [title])
  return (
    <>
      <header className="page-head">
        <div className="page-title">{head ?? <h1>{title}</h1>}</div>
        {tools && <div className="page-tools">{tools}</div>}
      </header>
      <div className={fill ? 'page-body fill' : 'page-body'}>{children}</div>
    </>
  )
}
