/** What the invented shop sells. */
export const goods = [
  { id: 101, article: 'TEA-01', name: 'Чай чёрный, 250 г', price: 420 },
  { id: 102, article: 'TEA-02', name: 'Чай зелёный, 250 г', price: 480 },
  { id: 103, article: 'CUP-01', name: 'Чашка фарфоровая', price: 690 },
  { id: 104, article: 'POT-01', name: 'Чайник заварочный', price: 1850 },
  { id: 105, article: 'SET-01', name: 'Чайный набор', price: 4900 },
  { id: 106, article: 'JAM-01', name: 'Варенье из шишек', price: 350 },
];
