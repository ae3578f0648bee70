## الصفحة: الإطار والباب والمساعدة. جمل قصيرة، فكرة واحدة في كل جملة.
page-language-name = العربية
page-direction = rtl
page-locale = ar-u-nu-latn

page-brand = Coffre solidaire
page-skip = الانتقال إلى المحتوى
page-back = رجوع
page-continue = متابعة
page-again = حاول مرة أخرى
page-other-way = طريقة أخرى
page-loading = لحظة من فضلك…
page-languages = اللغة
page-read = استماع
page-read-stop = إيقاف الصوت
page-quick-leave = خروج سريع
page-foot = المساعدة والمعلومات
page-build = نسخة الصفحة:
page-kiosk-bar = نهاية الجلسة
page-finish = انتهيت
page-countdown = { $minutes ->
    [0] { $seconds ->
        [0] الخزنة تُغلق الآن.
        [one] تُغلق الخزنة بعد ثانية واحدة.
        [two] تُغلق الخزنة بعد ثانيتين.
        [few] تُغلق الخزنة بعد { $seconds } ثوانٍ.
       *[other] تُغلق الخزنة بعد { $seconds } ثانية.
    }
    [two] تُغلق الخزنة بعد أقل من دقيقتين.
    [few] تُغلق الخزنة بعد أقل من { $minutes } دقائق.
   *[other] تُغلق الخزنة بعد أقل من { $minutes } دقيقة.
}

### الباب
page-welcome-title = فتح خزنتي
page-kiosk-title = فتح خزنتي على الجهاز العام
page-kiosk-nothing-stays = لا يبقى شيء على هذا الجهاز. تُغلق الخزنة وحدها بعد دقيقتين بلا حركة.
page-welcome-card = تحتاج إلى بطاقتك. وتحتاج أيضًا إلى رمزك السري.
page-welcome-camera = إظهار بطاقتي
page-welcome-camera-more = أمام الكاميرا
page-welcome-typing = كتابة بطاقتي
page-welcome-typing-more = الحروف الـ 52 على ظهر البطاقة
page-welcome-reader = هل يوجد قارئ بطاقات؟ مرّر البطاقة أمامه. هذا كل شيء.
page-shared = هذا الجهاز ليس لي
page-shared-more = لن يبقى شيء عليه. تُغلق الخزنة بعد دقيقتين بلا حركة.
page-shared-after-link = ستُغلق الخزنة بعد دقيقتين بلا حركة.
page-link-stays = عنوان بطاقتك مكتوب في سجل تصفح هذا الجهاز. بدون الرمز السري لا يفتح شيئًا.
page-link-stays-next = اطلب من أحد أن يمحو سجل التصفح. في المرة القادمة، أظهر البطاقة لهذه الصفحة.
page-lost-card = ليست معي بطاقتي
page-lost-card-next = اذهب إلى مؤسسة تعرفها. يمكنها أن تساعدك على استرجاع خزنتك.
page-lost-card-safe = أوراقك ما زالت موجودة. البطاقة وحدها لا تكفي لفتحها.
page-what = ما هي هذه الخزنة؟
page-what-papers = أوراقك محفوظة هنا. تجدها أينما كنت.
page-what-who = ترى من نظر إلى أوراقك.
page-what-no = أنت تقرر من يمكنه النظر. يمكنك أن تقول لا.

page-camera-show = أظهر المربع الأبيض والأسود على البطاقة. امسك البطاقة مستوية.
page-camera-picture = ما تراه الكاميرا

page-typing-label = الحروف الـ 52 على البطاقة
page-typing-hint = هي على ظهر البطاقة، أربعة أربعة. الحروف الكبيرة والصغيرة سواء.
page-typing-count = { $n } من { $all }

page-code-card-read = تمت قراءة البطاقة.
page-code-label = رمزك السري
page-code-open = فتح
page-code-opening = الخزنة تُفتح…
page-code-alone = اكتبه بنفسك. لا أحد يحتاج إلى رؤيته.
page-code-other-card = استعمال بطاقة أخرى
page-keypad-keys = الأرقام
page-keypad-erase = مسح آخر رقم
page-keypad-show = إظهار الرمز
page-keypad-count = { $n ->
    [0] لا يوجد أي رقم بعد
    [one] رقم واحد
    [two] رقمان
    [few] { $n } أرقام
   *[other] { $n } رقمًا
}

### داخل الخزنة
page-home-title = البداية
page-status-valid = صالح
page-status-soon = تنتهي صلاحيته قريبًا
page-status-expired = انتهت صلاحيته

### النهاية
page-over-title = الخزنة مغلقة
page-over-why = لا أحد يستطيع رؤية أوراقك هنا.
page-over-next = للمتابعة، تحتاج إلى البطاقة والرمز السري.
page-over-again = فتح خزنة
page-done-title = انتهى
page-done-nothing = الخزنة مغلقة. لم يبق شيء على هذا الجهاز.
page-done-card = خذ بطاقتك.
page-done-glass = خذ أوراقك. انظر أيضًا على زجاج الماسح.
page-nowhere-title = هذه الصفحة غير موجودة
page-nowhere-why = العنوان غير صحيح.
page-nowhere-next = الذهاب إلى البداية

### العرض
page-display-title = العرض
page-display-link = العرض
page-display-choose = اختر ما تسهل عليك قراءته.
page-display-account = تُحفظ اختياراتك واللغة تحت القفل مع حسابك. تجدها في المرة القادمة.
page-display-size = حجم النص
page-display-percent = { $n } %
page-display-more = خيارات أخرى
page-display-contrast = أبيض وأسود، بتباين قوي
page-display-spacing = مسافة أكبر بين السطور
page-display-still = لا شيء يتحرك
page-display-sample = مثال

### المساعدة
page-help-title = مساعدة
page-help-code = نسيت رمزي السري
page-help-code-next = اذهب إلى مؤسسة تعرفها، ومعك بطاقتك. يمكن لشخصين أن يساعداك على اختيار رمز جديد.
page-help-fear = أخاف أن يرى أحد
page-help-leave = المس «خروج سريع» في الأعلى. تظهر صفحة أخرى. لا أحد يستطيع الرجوع إلى الوراء.
page-help-person = أريد أن أتكلم مع شخص
page-help-person-next = اسم مؤسستك مكتوب على البطاقة. اتصل بها، أو اذهب إليها.

page-accessibility-title = سهولة الاستعمال للجميع
page-accessibility-link = سهولة الاستعمال للجميع: غير مطابقة

### ما قد يمنع
page-failure-network = لا يوجد اتصال بالشبكة.
    .next = تحقق من الاتصال. لم يضع شيء. ثم حاول مرة أخرى.
page-failure-camera-refused = الكاميرا غير مسموح بها.
    .next = اسمح بها في المتصفح. أو اكتب حروف البطاقة.
page-failure-camera-missing = لا توجد كاميرا هنا.
    .next = اكتب حروف البطاقة.
page-failure-card-unreadable = هناك خطأ في حروف البطاقة.
    .next = انظر جيدًا إلى ظهر البطاقة. ثم ابدأ من جديد.
page-failure-old-browser = هذا المتصفح قديم جدًا.
    .next = حدّثه، أو تعال إلى استقبال إحدى المؤسسات.
page-failure-no-voice = لا يوجد في هذا الجهاز صوت بهذه اللغة.
    .next = اطلب من شخص أن يقرأ معك.
page-failure-unforeseen = شيء ما لم ينجح.
    .next = حاول مرة أخرى. إذا تكرر ذلك، أخبر مؤسستك.

page-person-title = خزنة شخص
page-grant-title = طلب إذن
page-create-title = فتح خزنة مع شخص
page-replace-title = استبدال البطاقة
page-reset-title = رمز منسي
page-team-title = أعضاء المؤسسة

### عناوين شاشات صاحب الخزنة
page-paper-title = ورقتي
page-log-title = من نظر
page-mandates-title = من يمكنه أن ينظر
page-add-title = إضافة ورقة
page-account-title = حسابي
page-export-title = أخذ أوراقي معي

### المراقبة
page-figures-title = الأرقام
page-entries-title = الأسطر
