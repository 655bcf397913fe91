export { citizenGateways } from './citizen-gateways.ts';
export {
  httpCitizenChannel,
  type CitizenGateway,
  type HttpCitizenChannelOptions,
} from './http-citizen-channel.ts';
export {
  keypadPhoneSimulator,
  type KeypadPhone,
  type KeypadPhoneSimulator,
} from './keypad-phone-simulator.ts';
export { signMessage } from './standard-webhook.ts';
