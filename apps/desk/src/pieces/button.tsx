import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { Icon, type DeskIcon } from './icon.tsx';

interface ButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'type'> {
  tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  icon?: DeskIcon;
  busy?: boolean;
  submit?: boolean;
  children?: ReactNode;
}

/** The desk's button: light enough for the first route, same shape as antd's beside it. */
export function Button({ tone = 'plain', icon, busy = false, submit = false, children, className = '', disabled, ...rest }: ButtonProps) {
  return (
    <button {...rest} type={submit ? 'submit' : 'button'} className={`dk-button dk-button--${tone} ${className}`} disabled={disabled === true || busy} aria-busy={busy}>
      {icon !== undefined && <Icon name={icon} size={16} />}
      {children}
    </button>
  );
}
