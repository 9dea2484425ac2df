from retrieval.brief.answer import *
import time
from index.model import Kind, Polarity
from retrieval.request import SearchRequest
def aspect(h):
    if h.kind in (Kind.GOOD_PRACTICE,Kind.SUCCESS_FACTOR): return Aspect.WORKED
    if h.kind==Kind.CHALLENGE or h.polarity==Polarity.CHALLENGE: return Aspect.DID_NOT
    if h.kind in (Kind.RECOMMENDATION,): return Aspect.ADVICE
    return Aspect.LEARNED
def support(items):
    return Support(records=sum(i.hit.corroboration.records for i in items), evaluations=len({i.hit.document.id for i in items}), countries=sorted({c for i in items for c in i.hit.facets.countries}), latest_year=max((i.hit.year for i in items if i.hit.year),default=None))
class Briefer:
    def __init__(self, searcher): self.s=searcher
    def events(self, draft, cancelled=None):
        parts=[p.strip() for p in draft.text.split("\n\n") if p.strip()]
        n=0
        yield Started(draft=DraftFacts(language="en",words=len(draft.text.split()),sections=len(parts),countries=[],regions=[],themes=[]),generation=self.s.opened.manifest.name,titles=[p.split("\n")[0][:60] for p in parts],topics=[Topic.OTHER]*len(parts))
        for k,p in enumerate(parts,1):
            if cancelled and cancelled(): return
            time.sleep(.15)
            hits=self.s.search(SearchRequest(query=p[:2000],limit=6)).hits
            items=[]
            for h in sorted(hits,key=lambda h:list(Aspect).index(aspect(h))):
                n+=1; items.append(BriefItem(number=n,aspect=aspect(h),hit=h,why=Why(terms=h.matched_terms,cosine=h.scores.cosine,countries=[],regions=[],themes=[])))
            yield SectionReady(section=BriefSection(number=k,topic=Topic.OTHER if k!=2 else Topic.SUSTAINABILITY,title=p.split("\n")[0][:60],beginning=p[:80],language="en",queries=[SectionQuery(text=p[:100])],items=items,support=support(items),message=None if items else "Nothing."))
        hits=self.s.search(SearchRequest(query="delay recruitment staff",limit=2)).hits
        items=[BriefItem(number=n+i,aspect=aspect(h),hit=h,why=Why(terms=h.matched_terms,cosine=.5,countries=[],regions=[],themes=[])) for i,h in enumerate(hits,1)]
        yield WarningsReady(warnings=[DesignWarning(id="r",topic=Topic.MANAGEMENT,question="Is there time to recruit the team?",queries=[SectionQuery(text="delay recruitment staff")],items=items,support=support(items))],checked=14)
        yield Finished()
