from tests.promises.test_p9_in_browser import *
def test_dbg(db, browser_page):
    plain = look_at(browser_page, world(PLAIN, 6))
    for a,(h,e) in look_at(browser_page, world(list(MARKUP.values()), 6)).items():
        print(a,h,e==plain[a][1] if a in plain else None, flush=True)
        if a in plain and e!=plain[a][1]:
            from collections import Counter
            d=Counter(e.split()); d.subtract(Counter(plain[a][1].split())); print({k:v for k,v in d.items() if v})
