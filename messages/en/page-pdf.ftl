# A PDF file from elsewhere, drawn as pictures.

page-pdf-opening = The page is reading the paper…
page-pdf-pages = { $title }, { $all ->
    [one] 1 page
   *[other] { $all } pages
}
page-pdf-page = { $title }, page { $n } of { $all }
page-pdf-hold-up = Show it large
page-pdf-next = Page { $n } of { $all }. Next page
page-pdf-put-down = I have finished showing
page-pdf-larger = Larger
page-pdf-smaller = Smaller
page-pdf-size = Size: { $percent } per cent
page-pdf-print = Print
page-pdf-printing = The page is getting ready to print…
page-pdf-print-first = This paper is long. Here you can print the first { $n } pages.
page-pdf-more = This paper is very long. The page shows the first { $n } pages.
page-pdf-locked = A password closes this paper. The page cannot show it.
page-pdf-broken = The page cannot show this paper. It is damaged, or too complicated for the page.
page-pdf-keep = Nothing in it is changed. You can save the file, and open it with another program.
page-pdf-elsewhere = Nothing in it is changed. Open it on your own device, or ask your organisation.
