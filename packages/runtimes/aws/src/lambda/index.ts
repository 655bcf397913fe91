export {
  FORWARDED_HOST_HEADER,
  httpHandler,
  ORIGIN_SECRET_HEADER,
  type HttpEvent,
  type HttpHandlerOptions,
} from './http-handler.ts';
