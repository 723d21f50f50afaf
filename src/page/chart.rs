//! The charts as SVG, by the `plotters` library. Only our own words and numbers enter one.

use plotters::chart::ChartContext;
use plotters::coord::Shift;
use plotters::coord::cartesian::Cartesian2d;
use plotters::coord::ranged1d::Ranged;
use plotters::prelude::{
    AreaSeries, ChartBuilder, Circle, Color, DrawingArea, DrawingAreaErrorKind, IntoDrawingArea,
    LineSeries, PathElement, Rectangle, SVGBackend, TRANSPARENT,
};

use crate::domain::date::Day;
use crate::domain::money::Amount;
use crate::domain::summary::{Flow, Month};
use crate::failure::{Failure, Kind};

use super::ink;
use super::scale::{MONTH_WIDTH, Scale, day_number};

/// Of the drawings' own units, two to a pixel of a common screen.
const BALANCE_SIZE: (u32, u32) = (960, 400);
const MONTHS_SIZE: (u32, u32) = (1920, 600);
const BAR_SIZE: (u32, u32) = (1000, 20);

/// The library divides a font's size by 1.24: this makes it 25 units.
const FONT_SIZE: u32 = 31;
/// About as wide as a digit is.
const DIGIT_WIDTH: u32 = 14;
const LINE_WIDTH: u32 = 4;

type Canvas<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Frame<'a, 'b> = ChartContext<'a, SVGBackend<'b>, Cartesian2d<Scale, Scale>>;
type Drawn = Result<(), DrawingAreaErrorKind<std::io::Error>>;

/// An account's balance: steps, as it holds until it changes, the last one to the end of `until`.
pub(super) fn balance(
    points: &[(Day, Amount)],
    days: &Scale,
    until: Day,
) -> Result<String, Failure> {
    let money = Scale::of_money(points.iter().map(|(_, amount)| *amount));
    let line = steps(points, day_number(until) + 1);
    let ground = money.ground();
    drawn(
        BALANCE_SIZE,
        r#"role="img" aria-label="The balance over time""#,
        |canvas| {
            let mut frame = frame(canvas, days, &money)?;
            if money.holds(0) {
                let area = AreaSeries::new(line.iter().copied(), ground, ink::AREA.filled());
                frame.draw_series(area)?;
            }
            zero_line(&mut frame, days, &money)?;
            let style = ink::BALANCE.stroke_width(LINE_WIDTH);
            frame.draw_series(LineSeries::new(line.iter().copied(), style))?;
            let end = line
                .last()
                .map(|at| Circle::new(*at, 7, ink::BALANCE.filled()));
            frame.draw_series(end)?;
            Ok(())
        },
    )
}

/// The corners of a line of steps through `points` that ends at `end`.
fn steps(points: &[(Day, Amount)], end: i128) -> Vec<(i128, i128)> {
    let mut line: Vec<(i128, i128)> = Vec::with_capacity(points.len().saturating_mul(2));
    for (day, amount) in points {
        let at = day_number(*day);
        line.extend(line.last().map(|(_, held)| (at, *held)));
        line.push((at, amount.ore()));
    }
    line.extend(line.last().map(|(at, held)| (end.max(*at), *held)));
    line
}

/// Money in and out as bars beside each other for every month, and the net as a line.
pub(super) fn months(months: &[(Month, Flow)]) -> Result<String, Failure> {
    let mut amounts = Vec::new();
    let mut bars = Vec::new();
    let mut line = Vec::new();
    for (place, (_, flow)) in (0..).zip(months) {
        let net = flow.net();
        amounts.extend([flow.money_in, flow.money_out, net]);
        let left: i128 = place * MONTH_WIDTH;
        bars.push((left + 1, flow.money_in, ink::MONEY_IN));
        bars.push((left + 5, flow.money_out, ink::MONEY_OUT));
        line.push((left + MONTH_WIDTH / 2, net.ore()));
    }
    // Bars stand on nothing, so that it is always on their axis.
    let money = Scale::of_money(amounts.iter().copied().chain([Amount::ZERO]));
    let across = Scale::of_months(months.iter().map(|(month, _)| *month));
    drawn(
        MONTHS_SIZE,
        r#"role="img" aria-label="Money in, money out and net per month""#,
        |canvas| {
            let mut frame = frame(canvas, &across, &money)?;
            frame.draw_series(bars.iter().filter(|(_, amount, _)| !amount.is_zero()).map(
                |(left, amount, colour)| {
                    Rectangle::new([(*left, amount.ore()), (left + 4, 0)], colour.filled())
                },
            ))?;
            zero_line(&mut frame, &across, &money)?;
            let style = ink::NET.stroke_width(LINE_WIDTH);
            frame.draw_series(LineSeries::new(line.iter().copied(), style))?;
            frame.draw_series(line.iter().map(|at| Circle::new(*at, 7, ink::NET.filled())))?;
            Ok(())
        },
    )
}

/// A flow as bars in proportion to `most`: what went out above what went in.
pub(super) fn bar(flow: &Flow, most: Amount) -> Result<String, Failure> {
    let bars = [
        (flow.money_out, ink::MONEY_OUT),
        (flow.money_in, ink::MONEY_IN),
    ];
    let bars = bars.into_iter().filter(|(amount, _)| !amount.is_zero());
    let height = if bars.clone().count() > 1 { 9 } else { 20 };
    // Its numbers stand beside it for those who cannot see it.
    let attributes = r#"preserveAspectRatio="none" aria-hidden="true""#;
    drawn(BAR_SIZE, attributes, |canvas| {
        for (top, (amount, colour)) in [0, 11].into_iter().zip(bars) {
            let corners = [(0, top), (share(amount, most), top + height)];
            canvas.draw(&Rectangle::new(corners, colour.filled()))?;
        }
        Ok(())
    })
}

/// The length of `amount`'s bar where that of `most` is the whole width; never too short to see.
fn share(amount: Amount, most: Amount) -> i32 {
    let width = i128::from(BAR_SIZE.0);
    let length = amount.ore().saturating_mul(width) / most.ore().max(1);
    i32::try_from(length.clamp(3, width)).unwrap_or(3)
}

/// The grid and the labels that a chart stands in.
fn frame<'a, 'b>(
    canvas: &'a Canvas<'b>,
    across: &Scale,
    upright: &Scale,
) -> Result<Frame<'a, 'b>, DrawingAreaErrorKind<std::io::Error>> {
    let longest = u32::try_from(upright.longest_label()).unwrap_or(u32::MAX);
    let room = longest.saturating_mul(DIGIT_WIDTH).saturating_add(30);
    let mut chart = ChartBuilder::on(canvas)
        .margin_top(20)
        .margin_right(60)
        .x_label_area_size(50)
        .y_label_area_size(room.min(canvas.dim_in_pixel().0 / 2))
        .build_cartesian_2d(across.clone(), upright.clone())?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .axis_style(TRANSPARENT)
        .bold_line_style(ink::GRID.stroke_width(2))
        .light_line_style(TRANSPARENT)
        .label_style(("sans-serif", FONT_SIZE, &ink::LABEL))
        .x_label_formatter(&|at| across.label(*at))
        .y_label_formatter(&|at| upright.label(*at))
        .draw()?;
    Ok(chart)
}

/// Where nothing is, over the grid.
fn zero_line(frame: &mut Frame<'_, '_>, across: &Scale, upright: &Scale) -> Drawn {
    let ends = across.range();
    let line = PathElement::new([(ends.start, 0), (ends.end, 0)], ink::ZERO.stroke_width(2));
    frame.draw_series(upright.holds(0).then_some(line))?;
    Ok(())
}

/// What `draw` draws, as an `<svg>` with these attributes that is as wide as its place.
fn drawn(
    size: (u32, u32),
    attributes: &'static str,
    draw: impl FnOnce(&Canvas<'_>) -> Drawn,
) -> Result<String, Failure> {
    let mut svg = String::new();
    let canvas = SVGBackend::with_string(&mut svg, size).into_drawing_area();
    let outcome = draw(&canvas).and_then(|()| canvas.present());
    drop(canvas);
    outcome.map_err(|error| {
        Failure::new(Kind::Unexpected, "a chart could not be drawn").because(error)
    })?;
    // The library's own opening tag has a fixed size and a namespace that HTML needs not.
    let (_, drawing) = svg.split_once('>').unwrap_or_default();
    let (width, height) = size;
    Ok(format!(
        "<svg viewBox=\"0 0 {width} {height}\" {attributes}>{drawing}"
    ))
}
