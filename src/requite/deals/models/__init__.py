from requite.deals.models.deal import Closure, Deal, Rate
from requite.deals.models.pipeline import Pipeline, Stage
from requite.deals.models.product import Line, Product
from requite.deals.models.reason import Reason
from requite.deals.models.stakeholder import Part, Stakeholder

__all__ = ["Closure", "Deal", "Line", "Part", "Pipeline", "Product", "Rate", "Reason", "Stage", "Stakeholder"]
