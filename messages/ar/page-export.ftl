## شاشة « أخذ أوراقي معي »، وصفحات الملف نفسه.
page-export-what = كل أوراقك، في ملف واحد. وأيضًا: من نظر إليها.
page-export-opens = يُفتح هذا الملف على حاسوب آخر، بلا إنترنت.
page-export-readable = انتبه: كل شيء في هذا الملف مقروء. ليس مقفلًا.
page-export-keep = احتفظ به كما تحتفظ بأوراقك.
page-export-begin = أخذ كل أوراقي معي
page-export-taking-title = أوراقك توضع في الملف
page-export-taking = كل ورقة تُفتح وتُفحص…
page-export-stop = إيقاف
page-export-ready = { $n ->
    [0] الملف جاهز. لا توجد أي ورقة بعد.
    [one] الملف جاهز: فيه ورقة واحدة.
    [two] الملف جاهز: فيه ورقتان.
    [few] الملف جاهز: فيه { $n } أوراق.
   *[other] الملف جاهز: فيه { $n } ورقة.
}
page-export-save = الاحتفاظ بالملف على جهازي
page-export-after = أوراقك تبقى أيضًا في خزنتك.
page-export-shared = هذا الجهاز ليس لك. سيبقى الملف عليه.
page-export-shared-next = افتح خزنتك على جهاز لك. أو اسأل مؤسستك.
page-failure-export-other-card = هذه البطاقة تفتح خزنة أخرى.
    .next = أظهر بطاقة هذه الخزنة.
page-failure-export-too-big = خزنتك كبيرة جدًا على هذه الصفحة.
    .next = اسأل مؤسستك: يمكنها أن تصنع الملف.

export-title = خزنتي
export-index-intro = هذه كل أوراق الخزنة، كما كانت { $when } على { $server }.
export-index-link = العودة إلى قائمة الأوراق
export-journal-link = من نظر إلى أوراقي
export-journal-intro = كل سطر يقول من فعل ماذا، ومتى. الأول هو الأقدم.
export-head-dates = تواريخ الورقة
export-head-by = أضافها
export-issued = بتاريخ { $day }
export-expires = صالحة حتى { $day }
export-version = نسخة { $n }
export-by-owner = صاحب الخزنة نفسه
export-provenance = { $kind ->
    [staff] جاءت من { $server }، أضافها هناك { $who } في { $when }.
   *[owner] جاءت من { $server }، أضافها هناك صاحب الخزنة نفسه في { $when }.
}
export-reminders = أوراق يجب تجديدها
export-reminder-line = في { $day }: { $title }. { $text }
export-readme-what = في هذا الملف كل الخزنة، كما كانت { $when } على { $server }: الأوراق، وقائمة من نظر إليها، والإثباتات.
export-readme-open = للقراءة: افتح index.html بأي متصفح، بلا إنترنت. الأوراق نفسها في « documents »، ملف لكل موضوع.
export-readme-safe = انتبه: كل شيء فيه مقروء. احتفظ بهذا الملف كما تحتفظ بأوراقك. لا تتركه على حاسوب مشترك.
export-readme-import = لإعادة هذه الأوراق إلى خزنة أخرى: coffre import FICHIER.zip
export-readme-check = للتحقق من أن لا شيء تغيّر، بلا إنترنت وبلا حساب: coffre export verify FICHIER.zip. لا تغيّر شيئًا في ملف ZIP، وإلا لم يعد التحقق ممكنًا.
export-readme-names = أسماء الأشخاص والمؤسسات هي التي كان الخادم يعرضها: لم يوقّعها أحد.
export-anchor-vault = الخزنة: { $value }
export-anchor-account = علامة الحساب: { $value }
export-anchor-log = مفتاح السجل: { $value }
head-title = العنوان
head-type = النوع
head-added = أُضيفت
head-size = الحجم
none-document = لا توجد أي ورقة.
