using System.Collections.Generic;
using System.Linq;
using BpfSharp.Compiler.Ir;
using BpfSharp.Frontend.Operations;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.FlowAnalysis;

namespace BpfSharp.Frontend.Lowering;

/// <summary>Elements that are taken later than they stand in the text (<see cref="LateAddress"/>): on each way through the graph before the first operation behind what delays them.</summary>
internal sealed class LateElements
{
    private readonly MethodLowering _method;
    private readonly Dictionary<CaptureId, Element> _elements = new();

    public LateElements(MethodLowering method) => _method = method;

    public void Add(CaptureId id, LateAddress address)
    {
        if (!_elements.TryGetValue(id, out Element? element))
            _elements.Add(id, element = new Element(_method.Emit.Slot(IrType.Ptr, "")));
        element.Address = address;
        element.IsTaken = false;
    }

    public void Enter(BasicBlock block)
    {
        foreach (Element element in _elements.Values)
            element.IsTaken = block.Predecessors.Where(static p => p.Source.IsReachable).All(p => element.TakenIn.Contains(p.Source.Ordinal));
    }

    public void Leave(BasicBlock block)
    {
        foreach (Element element in _elements.Values.Where(static e => e.IsTaken))
            element.TakenIn.Add(block.Ordinal);
    }

    public void Before(IOperation operation)
    {
        foreach (Element element in _elements.Values.Where(e => !e.IsTaken && e.Address!.IsBefore(operation.Syntax)))
            Take(element);
    }

    /// <summary>Where the element lies; null where the capture is none of these.</summary>
    public IrValue? Find(CaptureId id)
    {
        if (!_elements.TryGetValue(id, out Element? element))
            return null;
        if (!element.IsTaken)
            Take(element);
        return _method.Emit.Load(IrType.Ptr, element.Slot);
    }

    private void Take(Element element)
    {
        _method.Emit.Store(IrType.Ptr, element.Slot, element.Address!.Take());
        element.IsTaken = true;
    }

    private sealed class Element
    {
        public Element(IrValue slot) => Slot = slot;

        public IrValue Slot { get; }

        public LateAddress? Address { get; set; }

        public bool IsTaken { get; set; }

        /// <summary>Blocks at whose end it is taken.</summary>
        public HashSet<int> TakenIn { get; } = new();
    }
}
