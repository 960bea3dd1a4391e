declare module 'virtual:yiwang-fonts.css';
declare module '*.css';
