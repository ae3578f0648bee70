# A PDF file from elsewhere, drawn as pictures.

page-pdf-opening = La page lit le papier…
page-pdf-pages = { $title }, { $all ->
    [one] 1 page
   *[other] { $all } pages
}
page-pdf-page = { $title }, page { $n } sur { $all }
page-pdf-hold-up = Montrer en grand
page-pdf-next = Page { $n } sur { $all }. Page suivante
page-pdf-put-down = J’ai fini de montrer
page-pdf-larger = Plus grand
page-pdf-smaller = Plus petit
page-pdf-size = Taille : { $percent } pour cent
page-pdf-print = Imprimer
page-pdf-printing = La page prépare l’impression…
page-pdf-print-first = Ce papier est long. Ici, on peut imprimer les { $n } premières pages.
page-pdf-more = Ce papier est très long. La page montre les { $n } premières pages.
page-pdf-locked = Un mot de passe ferme ce papier. La page ne peut pas le montrer.
page-pdf-broken = La page ne peut pas montrer ce papier. Il est abîmé, ou trop compliqué pour elle.
page-pdf-keep = Rien n’y est changé. Vous pouvez enregistrer le fichier, et l’ouvrir avec un autre programme.
page-pdf-elsewhere = Rien n’y est changé. Ouvrez-le sur votre appareil, ou demandez à votre structure.
