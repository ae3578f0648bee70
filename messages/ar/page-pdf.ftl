# A PDF file from elsewhere, drawn as pictures.

page-pdf-opening = الصفحة تقرأ الورقة…
page-pdf-pages = { $title }، عدد الصفحات: { $all }
page-pdf-page = { $title }، صفحة { $n } من { $all }
page-pdf-hold-up = عرض كبير
page-pdf-next = صفحة { $n } من { $all }. الصفحة التالية
page-pdf-put-down = انتهيت من العرض
page-pdf-larger = أكبر
page-pdf-smaller = أصغر
page-pdf-size = الحجم: { $percent } بالمئة
page-pdf-print = طباعة
page-pdf-printing = الصفحة تجهّز الطباعة…
page-pdf-print-first = هذه الورقة طويلة. هنا يمكن طباعة أول { $n } صفحة.
page-pdf-more = هذه الورقة طويلة جدًا. الصفحة تعرض أول { $n } صفحة.
page-pdf-locked = هذه الورقة مغلقة بكلمة مرور. الصفحة لا تستطيع عرضها.
page-pdf-broken = الصفحة لا تستطيع عرض هذه الورقة. هي تالفة، أو معقّدة جدًا.
page-pdf-keep = لم يتغيّر فيها شيء. يمكنكم حفظ الملف وفتحه ببرنامج آخر.
page-pdf-elsewhere = لم يتغيّر فيها شيء. افتحوها على جهازكم، أو اسألوا مؤسستكم.
