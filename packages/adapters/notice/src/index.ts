export type { CodeNotice, Message, NoticeGateway } from './gateway.ts';
export { httpNotice, type HttpNoticeOptions } from './http-notice.ts';
export { noticeSimulator, type NoticeSimulator } from './notice-simulator.ts';
