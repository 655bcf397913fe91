export type { CodeNotice, NoticeGateway } from './gateway.ts';
export { httpNotice, type HttpNoticeOptions } from './http-notice.ts';
export { noticeSimulator, type NoticeSimulator } from './notice-simulator.ts';
