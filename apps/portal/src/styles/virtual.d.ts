declare module 'virtual:yiwang-fonts.css';
