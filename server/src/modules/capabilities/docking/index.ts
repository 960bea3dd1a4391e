/** Module `docking` 国垂、省垂、自建系统对接. */
export { dockedSystemKind } from './docked-system-kind.ts';
export { dockingModule } from './module.ts';
