## شاشات صاحب الخزنة: أوراقه، من نظر، من يمكنه أن ينظر، الإضافة، حسابه.
page-vault-ways = في خزنتي
page-leave-it = لا، أترك الأمر

### الأوراق
page-papers-title = أوراقي
page-papers-loading = أوراقك قادمة…
page-papers-none = لا توجد أي ورقة في خزنتك بعد.
page-papers-first = إضافة أول ورقة
page-paper-until-valid = حتى { $date }
page-paper-until-soon = تنتهي { $date }
page-paper-until-expired = انتهت { $date }
page-paper-folder = الملف: { $folder }
page-paper-renew = يجب تجديدها
page-paper-damaged = ورقة تالفة
page-paper-damaged-next = هذه الورقة لم تعد كما أُضيفت. لا يمكن فتحها. أخبر مؤسستك.
page-paper-waiting = ورقة في الانتظار
page-paper-waiting-next = هذه الورقة تنتظر مفتاحًا جديدًا. عد لاحقًا.
page-paper-type = ما هي
page-paper-expires = صالحة حتى
page-paper-in = الملف
page-paper-added = أُضيفت
page-paper-opening = الورقة تُفتح…
page-paper-picture = { $title }، صفحة { $n } من { $all }
page-paper-hold-up = عرض كبير
page-paper-next-page = صفحة { $n } من { $all }. الصفحة التالية
page-paper-put-down = انتهيت من العرض
page-paper-print = طباعة
page-paper-download = الاحتفاظ بنسخة على جهازي
page-paper-not-kept = هذا الجهاز ليس لك. لا يمكن أن تبقى عليه أي نسخة.
page-paper-not-shown = هذه الورقة ملف. الصفحة لا تستطيع عرضه. لم يتغيّر فيه شيء.
page-failure-paper-refused = هذه الورقة ليست ما تقول إنها هي. للأمان، لا تُعرض.
    .next = أضفها من جديد، بصورة. أو اسأل مؤسستك.

page-folder-label = الملف
page-move-private-title = جعل هذه الورقة خاصة
page-move-private-what = في «خاص»، أنت وحدك تراها.
page-move-private = وضعها في «خاص»
page-move-private-then = الأذون لا تصل إلى «خاص». ما شوهد من قبل يبقى مشاهَدًا.
page-move-other = تغيير الملف
page-move = تغيير الملف
page-move-sure = وضع هذه الورقة في { $folder }؟
page-move-then = من يمكنه رؤية ذلك الملف سيرى هذه الورقة.
page-move-yes = نعم، ضعها هناك
page-moving = الورقة تنتقل…
page-moved = تمّ. الورقة في { $folder }.

### ذكّرني
page-reminder-title = ذكّرني
page-reminder-add = إضافة تذكير
page-reminder-what = اختر يومًا. في ذلك اليوم، تقول لك خزنتك إن هذه الورقة يجب تجديدها.
page-reminder-message = تصلك أيضًا رسالة، إذا سجّلت مؤسستك عنوانك أو رقمك. الرسالة لا تقول أي ورقة.
page-reminder-day = أي يوم
page-reminder-text = ماذا يجب أن تفعل؟
page-reminder-text-hint = هذه الكلمات تبقى سرية. من يمكنه أن يرى هذا الملف يمكنه أن يقرأها.
page-reminder-text-usual = تجديد هذه الورقة
page-reminder-keep = حفظ هذا التذكير
page-reminder-keeping = التذكير يُقفل، ثم يُرسل…
page-reminder-kept = تم. التذكير مسجّل: { $date }.
page-reminder-due = حان الوقت: { $date }
page-reminder-by = سجّله { $name }
page-reminder-damaged = هذا التذكير لم يعد كما كُتب. لا تصدّقه. أزِله.
page-reminder-sealed = لا يمكن قراءة هذا التذكير هنا.
page-reminder-full = لهذه الورقة { $n } تذكيرات. أزِل واحدًا لتضيف آخر.
page-reminder-remove = إزالة هذا التذكير
page-reminder-remove-sure = هل تريد إزالة هذا التذكير؟
page-reminder-remove-yes = نعم، أزِله
page-reminder-removed = تم. أُزيل التذكير.
page-failure-reminder-no-day = اليوم ناقص.
    .next = اختر يومًا.
page-failure-reminder-past = هذا اليوم مضى.
    .next = اختر يومًا ابتداءً من الغد.
page-failure-reminder-far = هذا اليوم بعيد جدًا.
    .next = اختر يومًا في السنوات الست عشرة القادمة.
page-failure-reminder-text = لا يمكن حفظ هذه الكلمات. هي فارغة أو طويلة جدًا.
    .next = اكتب بعض الكلمات البسيطة.
page-failure-reminder-many = لهذه الورقة تذكيرات كثيرة.
    .next = أزِل تذكيرًا. ثم أعد المحاولة.
page-failure-reminder-refused = الخادم لا يقبل هذا اليوم.
    .next = تحقق من الساعة والتاريخ في هذا الجهاز. ثم اختر يومًا آخر.

### من نظر
page-log-checking = السجل يُقرأ ويُتحقّق منه…
page-log-checked = تم التحقق من هذا السجل هنا، في هذه الصفحة.
page-log-checked-how = كل سطر في مكانه. كل طلب يحمل توقيع من قدّمه. الخادم وقّع الكل. إذا تغيّر سطر أو اختفى لاحقًا، فسيظهر ذلك.
page-log-checked-again = هو تتمة لما رأيته من قبل.
page-log-forgotten = { $n ->
    [one] سطر قديم واحد نُسي، كما تقول القاعدة.
    [two] سطران قديمان نُسيا، كما تقول القاعدة.
   *[other] { $n } من الأسطر القديمة نُسيت، كما تقول القاعدة.
}
page-log-alarm = انتبه: هذا السجل تغيّر. لا تصدّقه.
page-log-others = الآخرون فقط، لا أنا
page-log-count = { $n ->
    [0] لا يوجد أي سطر
    [one] سطر واحد
    [two] سطران
    [few] { $n } أسطر
   *[other] { $n } سطرًا
}
page-log-refused = مرفوض.
page-log-more = رؤية ما قبل ذلك

### من يمكنه أن ينظر
page-mandates-what = أنت أعطيت هذه الأذون. يمكنك إيقافها متى شئت.
page-mandates-none = لا أحد غيرك يمكنه أن ينظر إلى أوراقك.
page-mandates-over = { $n ->
    [one] إذن واحد منتهٍ
    [two] إذنان منتهيان
    [few] { $n } أذون منتهية
   *[other] { $n } إذنًا منتهيًا
}
page-mandate-unknown = غير معروف
page-mandate-may = يمكنه
page-mandate-on = ماذا
page-mandate-why = من أجل
page-mandate-until = حتى
page-mandate-state = الحالة
page-mandate-stop = إيقاف
page-mandate-stop-sure = الإيقاف لـ { $name }؟
page-mandate-stop-then = الوصول يتوقف حالًا.
page-mandate-stop-seen = ما شوهد من قبل يبقى مشاهَدًا.
page-mandate-stopping = الإذن يتوقف…
page-mandate-stopped = تمّ الإيقاف. انتهى الإذن: { $name }.

### الإضافة
page-add-how = صوّر ورقتك. أو اختر ملفًا.
page-add-photo = أخذ صورة
page-add-photo-more = صفحة واحدة أو أكثر
page-add-photo-how = ضع الورقة مسطّحة، في الضوء. أظهر الصفحة كلها.
page-add-photo-take = التقاط الصورة
page-add-file = اختيار ملف
page-add-file-more = صورة أو PDF
page-add-legible = هل يمكن قراءتها؟
page-add-legible-how = انظر إلى الحروف الصغيرة. يجب أن يُقرأ كل شيء.
page-add-legible-yes = نعم، احفظ هذه الصفحة
page-add-legible-no = لا، من جديد
page-add-page-picture = الصفحة كما ستُحفظ
page-add-sharp = الصورة واضحة.
page-add-blurred = تبدو الصورة غير واضحة. أعد، بضوء أكثر ودون حركة.
page-add-turn = تدوير
page-add-cut = قص الحواف
page-add-cut-top = من الأعلى
page-add-cut-bottom = من الأسفل
page-add-cut-start = من اليسار
page-add-cut-end = من اليمين
page-add-pages = { $n ->
    [one] صفحة واحدة جاهزة
    [two] صفحتان جاهزتان
    [few] { $n } صفحات جاهزة
   *[other] { $n } صفحة جاهزة
}
page-add-pages-more = هل توجد صفحة أخرى؟ ظهر الورقة مهم أيضًا.
page-add-pages-done = لا، هذا كل شيء
page-add-pages-photo = صورة لصفحة أخرى
page-add-pages-file = ملف لصفحة أخرى
page-add-describe = ما هي هذه الورقة؟
page-add-type = أي ورقة
page-add-name = اسمها
page-add-name-hint = الاسم الذي تريده. يبقى سرًّا.
page-add-name-missing = أعطِ اسمًا لهذه الورقة.
page-add-folder-hint = الأذون تُعطى لكل ملف. «خاص» لك وحدك.
page-add-expires = صالحة حتى
page-add-expires-hint = إن كنت تعرفه. وإلا فاتركه فارغًا.
page-add-send = إضافة إلى خزنتي
page-add-sending = الورقة تُقفل ثم تُرسل…
page-add-broken = انقطعت الشبكة. يُستأنف الإرسال وحده.
    .next = لم يضع شيء. اترك هذه الصفحة مفتوحة.
page-added = تمّ. «{ $title }» في خزنتك.
page-failure-photo-refused = الكاميرا غير مسموح بها.
    .next = اسمح بها في المتصفح. أو اختر ملفًا.
page-failure-photo-missing = لا توجد كاميرا هنا.
    .next = اختر ملفًا.
page-failure-file-unreadable = هذا الملف ليس صورة ولا PDF.
    .next = الأفضل أن تصوّر الورقة.

### حسابي
page-proof-card = للتأكد من أنك أنت: أظهر بطاقتك مرة أخرى.
page-proof-code = رمزك الحالي
page-pin-title = تغيير رمزي
page-pin-done = تمّ. تغيّر رمزك.
page-card-title = استبدال بطاقتي
page-card-more = بطاقة جديدة، والقديمة لا تعمل بعدها
page-card-printer = يلزم وجود طابعة، الآن.
page-card-old = البطاقة القديمة لن تعمل بعدها.
page-card-ready = نعم، الطابعة جاهزة
page-export-more = كل شيء، في ملف واحد
page-close-title = إغلاق خزنتي
page-close-more = سيُتلف كل شيء
page-close-what = ستُتلف كل أوراقك. لن يستطيع أحد استعادتها.
page-close-grace = لديك بضعة أيام لتغيّر رأيك.
page-close-before = احتفظ أولًا بنسخة من أوراقك، إن كنت تحتاجها.
page-close-yes = نعم، أريد إغلاق خزنتي
page-close-done = ستُتلف خزنتك { $date }.
page-close-receipt = احتفظ بهذا الإيصال. به تحصل على دليل الإتلاف.
page-close-receipt-shared = اطبع هذا الإيصال. به تحصل على دليل الإتلاف. لن يبقى هنا.
page-close-receipt-label = الإيصال
page-closing-when = ستُتلف خزنتك { $date }.
page-closing-change = ما زال بإمكانك أن تغيّر رأيك.
page-keep-title = الاحتفاظ بخزنتي
page-keep-more = إلغاء الإغلاق
page-keep-done = تمّ. خزنتك تبقى مفتوحة.

### استعادة الوصول
page-recovery-title = هناك من يطلب الدخول إلى خزنتك، دون بطاقتك.
page-failure-recoveries-unknown = لا نعرف هل يطلب أحد الدخول إلى خزنتك.
    .next = حاول مرة أخرى. إذا تكرر ذلك، أخبر مؤسستك.
page-recovery-somebody = شخص ما
page-recovery-by = { $name } طلب ذلك { $date }.
page-recovery-not-yet = ما زالت تلزم موافقات أخرى: { $n } من { $all }.
page-recovery-ready = سيكون ذلك ممكنًا { $date }.
page-recovery-yours = هل أنت من أراد ذلك؟ لا تفعل شيئًا. وإلا فأوقف كل شيء.
page-recovery-stop = إيقاف هذا الطلب
page-recovery-stop-sure = إيقاف هذا الطلب؟
page-recovery-stop-then = يتوقف إلى الأبد. بطاقتك ورمزك يعملان كما من قبل.
