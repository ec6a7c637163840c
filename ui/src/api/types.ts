// The documents of the service, as docs/rest.md has them. Keys that are not known here are ignored.

export type * from './types/base'
export type * from './types/past'
export type * from './types/runs'
export type * from './types/servers'
export type * from './types/site'
export type * from './types/templates'
