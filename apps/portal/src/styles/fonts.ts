import 'virtual:yiwang-fonts.css';
