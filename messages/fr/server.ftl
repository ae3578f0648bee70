## Ce que le serveur dit lui-même, sans la page.
page-not-built =
    La page n’a pas été construite avec ce serveur.
    Pour la construire : installez Node 20 ou plus récent, puis lancez « make page » et « make build ».
    La commande « coffre » marche sans elle.
